package io.taghub.personal;

import io.taghub.tag.Identifiers;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The list of what is personal by its key, for everything that hides or leaves out personal data; what shows by its form
 * is in {@link PersonalForms}. A key is taken apart into words ({@code billingPostalCode}, {@code billing-postal-code},
 * {@code billing[postal_code]}), and its last words say what it is: {@code customer_email} is an e-mail address,
 * {@code email_campaign} is a campaign. Plurals, accents and words such as {@code number} or {@code 2} behind it change
 * nothing. Words that mean two things are told apart by what stands around them:
 *
 * <ul>
 *   <li>{@code city}, {@code street}, {@code postal_code}: not of a thing ({@code venue_city}, {@code store_street})
 *   <li>{@code address}: not of a thing or a purse ({@code wallet_address}), and not what has the form of a crypto address
 *   <li>{@code name}: of a person ({@code customer_name}, {@code user: {name}}) or alone among the properties, not of a
 *       product
 *   <li>{@code state}: of a person's address, or the name of a state of America; not that of an order
 *   <li>{@code geo}, {@code position}: where it is a pair of coordinates, not a country
 *   <li>{@code card}: where there is a digit in it, a brand has none; {@code token}: where it is long, a coin is short
 *   <li>{@code em}, {@code fn}, {@code ln}, {@code zp} and, where digits are many, {@code ph} and {@code db}: alone, as Meta calls them
 *   <li>{@code country}, {@code id}, {@code status}, {@code code}: never
 * </ul>
 *
 * <p>Safe for many threads: what it remembers of keys is in a concurrent map.
 */
final class PersonalKeys {
    /** What a key says of its value. */
    enum Kind {
        /** Nobody may see it, not even as a hash. */
        SECRET,
        /** Personal whatever it looks like. */
        PERSONAL,
        /** Where a person lives. */
        PLACE,
        ADDRESS,
        NAME,
        STATE,
        CARD,
        /** A phone number or a birth date, where there are digits enough. */
        NUMBER,
        TOKEN,
        POSITION,
        /** Holds a person's fields. */
        PERSON,
        /** A number or a version, whatever it looks like. */
        ID,
        PLAIN
    }

    /** In what a value stands. */
    enum Within {
        /** The properties of an event or the query of an address: there a {@code name} is a person's. */
        TOP,
        PERSON,
        /** Something personal as a whole: an address with its lines, a list of phones. */
        PERSONAL,
        ELSEWHERE
    }

    private static final Set<String> PERSONAL = words("""
            email mail emailaddress mailaddress emailaddr emailid mailbox courriel correo correoelectronico
            phone telephone mobile tel cellphone cell_phone cellular handset phonenumber mobilephone mobilenumber msisdn
            whatsapp telegram viber skype fax telefon telefone telefono handy handynummer telefonnummer mobilnummer
            rufnummer telefoonnummer celular cellulare movil komorka
            firstname lastname fullname surname forename givenname familyname middlename maidenname nickname realname
            fname lname username nameoncard cardholder cardholdername accountholder accountholdername
            vorname nachname familienname prenom nomdefamille apellido sobrenome primernombre cognome voornaam achternaam
            imie nazwisko fornamn efternamn fornavn efternavn soyad
            birth birthday birthdate birthyear birthmonth birthplace dateofbirth yearofbirth placeofbirth dob bday
            geburtsdatum geburtstag geburtsort geboortedatum datedenaissance naissance fechadenacimiento fechanacimiento
            nacimiento datadenascimento datanascimento nascimento datadinascita nascita dataurodzenia
            gender sex geschlecht sexe sexo sesso
            nationality citizenship nationalorigin ethnicity ethnicorigin ethnicgroup religion countryofbirth birthcountry
            countryoforigin countryofcitizenship nationalitat staatsangehorigkeit nationalite nacionalidad nacionalidade nazionalita
            cittadinanza
            login loginname loginid screenname nick contact contactperson
            iban bban bic biccode bicswift swift swiftbic swiftcode routing routingnumber aba abanumber abarouting bsb clabe ifsc
            ifsccode transitnumber bankleitzahl blz rib bankaccount bankaccountnumber accountnumber accountno acctno kontonummer sortcode
            cardnumber cardno cardnum creditcardnumber ccnumber ccnum ccno pan
            cardexpiry cardexp cardexpiration kartennummer kreditkartennummer
            ssn sin nino socialsecurity socialsecuritynumber socialinsurancenumber nationalinsurancenumber nationalid
            nationalidnumber personalid personalnumber personalidnumber identitynumber identitycard idnumber idcard taxid
            taxnumber taxpayerid taxpayernumber taxidnumber taxfilenumber taxidentificationnumber tin itin tfn utr gstin nip
            vatid vatnumber vatno ustid partitaiva fiscalcode passport passportid driverlicense driverslicense drivinglicense driverlicence drivinglicence
            driverslicence licenseplate licenceplate numberplate documentnumber iddocument nhsnumber medicare
            sozialversicherungsnummer steuernummer steuerid ausweisnummer dni nie nif cpf curp cuit codicefiscale bsn pesel
            personnummer aadhaar
            ip ips ipaddress ipaddr ipv4 ipv6 remoteaddr remoteaddress xforwardedfor macaddress
            latitude longitude lat lng lon coordinates coords geolocation geocoordinates geopoint gps latlng latlong latlon
            имя фамилия отчество телефон почта паспорт снилс инн""");

    private static final Set<String> SECRET = words("""
            password passwd passphrase passcode pwd passwort motdepasse contrasena senha wachtwoord haslo пароль pin otp cvv
            cvc cvn cvv2 cvc2 cardcode securitycode secret secretkey clientsecret privatekey apikey apisecret accesskey
            accesstoken authtoken refreshtoken sessiontoken idtoken bearertoken csrftoken authorization""");

    private static final Set<String> PLACE = words("""
            city town village suburb district county region province postalcode postcode zip zipcode postal pincode
            street streetaddress streetname streetnumber streetline addressline addressline1 addressline2 addr housenumber
            houseno housename apartment apartmentnumber apt flatnumber cityname
            townname regionname displayname
            stadt ort wohnort strasse hausnummer plz postleitzahl bundesland anschrift adresse
            ville rue codepostal ciudad calle codigopostal direccion cidade rua cep endereco bairro citta indirizzo
            straat huisnummer woonplaats miasto ulica kodpocztowy gata postnummer sehir
            город улица адрес""");

    private static final Set<String> STREETS = words("street addr address line strasse rue calle rua ulica");

    /** Words that mean a name where they stand alone. */
    private static final Set<String> NAME = words("name nom nombre nome naam navn namn");

    private static final Set<String> STATE = words("state statecode statename provincecode estado stato");
    private static final Set<String> CARD = words("card creditcard debitcard bankcard paymentcard kreditkarte carte");
    private static final Set<String> LOCATION = words("location place whereabouts");

    /** To advertisers {@code geo} is a country. */
    private static final Set<String> POSITION = words("geo position point");

    private static final Pattern DECIMAL_PAIR =
            Pattern.compile("[-+]?\\d{1,3}\\.\\d+\\s*[,;/ ]\\s*[-+]?\\d{1,3}\\.\\d+|^[-+]?\\d{1,3}\\.\\d{3,}$");

    private static final Set<String> PERSONS = words("""
            user customer client player person people contact billing shipping delivery recipient sender buyer shopper lead
            subscriber member guest passenger traveler traveller holder owner beneficiary payer payee profile identity kyc
            patient applicant visitor home residence residential mailing invoice private personal userdata userinfo
            customerinfo customerdata customerdetails userdetails contactdetails contactinfo billingdetails billinginfo
            shippingdetails shippinginfo invited friend parent spouse kunde
            kunden rechnung lieferung cliente klient""");

    /** {@code player_state} may as well be what the account is in. */
    private static final Set<String> ACCOUNTS =
            words("user customer client player member lead subscriber visitor kyc profile");

    /** What has an address and a name, and is nobody. */
    private static final Set<String> THINGS = words("""
            product item store shop venue hotel event game match team brand campaign page site web website app server aws
            cloud destination departure arrival origin airport warehouse branch category file bonus tournament league offer
            promo network company employer pickup stadium restaurant office landing search filter target tour trip cluster
            wallet crypto btc bitcoin eth ethereum usdt usdc tron ltc contract token coin blockchain chain deposit payout
            withdrawal return smart""");

    /** Meta's names for a person's fields, where they stand alone: {@code em}, {@code user_data[fn]}, not {@code error_fn}. */
    private static final Set<String> METAS = words("em fn ln zp");

    /** The same, which may as well be a measure and a store of data. */
    private static final Set<String> METAS_NUMBERS = words("ph db");

    private static final int TELLING_DIGITS = 6;

    /** They stand behind a word without changing what it means. */
    private static final Set<String> BEHIND = words("""
            number no nr num value text raw clear plain line full primary secondary main home work private alt alternative
            hash hashed sha sha1 sha256 md5 digit last four field input string str normalized normalised formatted e164
            encrypted masked old new current previous confirm confirmation repeat""");

    /** Before a word they make a question of it. */
    private static final Set<String> FLAGS = words("is has had was can should may accepts accept wants allow allows");

    private static final Set<String> NOT_PERSONAL_WITHIN = words("""
            id country countrycode regioncode isocountry type kind label verified primary default locale language lang
            channel count currency""");

    private static final Pattern EDGE =
            Pattern.compile("(?<=[\\p{Ll}\\d])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})|[^\\p{L}\\p{N}]+");
    private static final Pattern NUMBERED = Pattern.compile("(\\p{L}{2,}?)\\d{1,2}");
    private static final Pattern WALLET =
            Pattern.compile("0x[0-9A-Fa-f]{40}|bc1[0-9a-z]{20,90}|(?=\\w*\\d)[A-Za-z0-9]{26,100}");

    /** What orders and accounts are, where a state of America might be meant. */
    private static final Set<String> PROGRESS = words("""
            pending approved rejected declined accepted confirmed active inactive new open opened closed done complete
            completed processing processed cancelled canceled failed failure success successful paid unpaid shipped delivered
            returned refunded on off ok enabled disabled started stopped running finished blocked verified unverified draft
            ready waiting queued expired initial unknown none true false yes no""");

    private static final int REMEMBERED = 4096;
    private static final int LONGEST = 128;
    private static final int SECRET_LENGTH = 16;

    /** Keys come back with every event. */
    private static final Map<String, Kind> KNOWN = new ConcurrentHashMap<>();

    private PersonalKeys() {}

    /**
     * Whether what stands under this key is personal.
     *
     * @param besideAPlace whether a city, a street or a postal code stands beside it
     */
    static boolean personal(String key, String value, Within within, boolean besideAPlace) {
        if (value.isEmpty() || value.equals("true") || value.equals("false")) {
            return false;
        }
        boolean part = within == Within.PERSON || within == Within.PERSONAL;
        return switch (kind(key)) {
            case SECRET, PERSONAL, PLACE -> true;
            case ADDRESS -> !WALLET.matcher(value).matches();
            case NAME -> part || within == Within.TOP;
            case STATE -> isPlace(value, part || besideAPlace);
            case CARD -> value.chars().anyMatch(Character::isDigit);
            case NUMBER -> value.chars().filter(Character::isDigit).count() >= TELLING_DIGITS;
            case TOKEN -> value.length() >= SECRET_LENGTH && value.chars().noneMatch(Character::isWhitespace);
            case POSITION ->
                within == Within.PERSONAL || DECIMAL_PAIR.matcher(value).find();
            case PERSON, ID, PLAIN ->
                within == Within.PERSONAL && !NOT_PERSONAL_WITHIN.contains(String.join("", split(key)));
        };
    }

    private static boolean isPlace(String state, boolean expected) {
        boolean progress = isProgress(state);
        return expected ? !progress || state.length() <= 2 : !progress && Identifiers.isAmericanState(state);
    }

    /** A word that says how far something is. */
    static boolean isProgress(String word) {
        return PROGRESS.contains(word.toLowerCase(Locale.ROOT));
    }

    static boolean besideAPlace(Iterable<String> keys) {
        for (String key : keys) {
            if (saysWhere(key)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is a city, a street or a postal code. */
    static boolean saysWhere(String key) {
        Kind kind = kind(key);
        return kind == Kind.PLACE || kind == Kind.ADDRESS;
    }

    /** What the fields below this key stand in. */
    static Within below(String key, Within within) {
        return switch (kind(key)) {
            case SECRET, PERSONAL, PLACE, ADDRESS -> Within.PERSONAL;
            case PERSON -> Within.PERSON;
            case NAME -> within == Within.ELSEWHERE ? Within.ELSEWHERE : Within.PERSONAL;
            case STATE, CARD, NUMBER, TOKEN, POSITION, ID, PLAIN ->
                within == Within.PERSONAL ? Within.PERSONAL : Within.ELSEWHERE;
        };
    }

    /** Whether this is the person's street. */
    static boolean isStreet(String key, String value) {
        Kind kind = kind(key);
        return (kind == Kind.ADDRESS || (kind == Kind.PLACE && STREETS.stream().anyMatch(split(key)::contains)))
                && personal(key, value, Within.TOP, false);
    }

    static Kind kind(String key) {
        Kind known = KNOWN.get(key);
        if (known != null) {
            return known;
        }
        Kind found = key.length() > LONGEST ? Kind.PLAIN : find(split(key));
        if (KNOWN.size() < REMEMBERED) {
            KNOWN.put(key, found);
        }
        return found;
    }

    private static Kind find(List<String> words) {
        if (words.size() > 1 && FLAGS.contains(words.getFirst())) {
            return Kind.PLAIN;
        }
        for (int end = words.size(); end > 0; end--) {
            Kind kind = endingAt(words.subList(0, end));
            if (kind != Kind.PLAIN) {
                return kind;
            }
            String last = words.get(end - 1);
            if (!BEHIND.contains(last) && !last.chars().allMatch(Character::isDigit)) {
                break;
            }
        }
        return Kind.PLAIN;
    }

    /** The longest ending of a key that means something. */
    private static Kind endingAt(List<String> words) {
        for (int start = 0; start < words.size(); start++) {
            String word = String.join("", words.subList(start, words.size()));
            String before = start == 0 ? "" : words.get(start - 1);
            Kind kind = meaning(word, before);
            if (kind != Kind.PLAIN) {
                return kind;
            }
        }
        String last = words.getLast();
        for (String person : PERSONS) {
            if (last.length() > person.length() + 1 && last.startsWith(person)) {
                Kind kind = meaning(last.substring(person.length()), person);
                if (kind != Kind.PLAIN && kind != Kind.ID && kind != Kind.PERSON) {
                    return kind;
                }
            }
        }
        return IdKeys.contain(words) ? Kind.ID : Kind.PLAIN;
    }

    private static Kind meaning(String word, String before) {
        boolean thing = THINGS.contains(before);
        boolean person = PERSONS.contains(before);
        if (SECRET.contains(word)) {
            return Kind.SECRET;
        }
        if (before.isEmpty() || person || before.equals("ud") || before.equals("data")) {
            if (METAS.contains(word)) {
                return Kind.PERSONAL;
            }
            if (METAS_NUMBERS.contains(word)) {
                return Kind.NUMBER;
            }
        }
        if (PERSONAL.contains(word)) {
            return Kind.PERSONAL;
        }
        if (PLACE.contains(word)) {
            return thing ? Kind.PLAIN : Kind.PLACE;
        }
        if (word.equals("company") && (before.equals("billing") || before.equals("shipping"))) {
            return Kind.PERSONAL;
        }
        if (word.equals("address")) {
            return thing ? Kind.PLAIN : Kind.ADDRESS;
        }
        if (NAME.contains(word)) {
            return person ? Kind.PERSONAL : before.isEmpty() ? Kind.NAME : Kind.PLAIN;
        }
        if (STATE.contains(word)) {
            return person
                    ? ACCOUNTS.contains(before) ? Kind.STATE : Kind.PLACE
                    : before.isEmpty() ? Kind.STATE : Kind.PLAIN;
        }
        if (LOCATION.contains(word)) {
            return person ? Kind.PLACE : Kind.POSITION;
        }
        if (POSITION.contains(word)) {
            return Kind.POSITION;
        }
        if (CARD.contains(word)) {
            return before.isEmpty() || person ? Kind.CARD : Kind.PLAIN;
        }
        if (word.equals("token")) {
            return Kind.TOKEN;
        }
        return PERSONS.contains(word) ? Kind.PERSON : Kind.PLAIN;
    }

    static List<String> split(String key) {
        List<String> words = new ArrayList<>();
        for (String part : EDGE.split(key)) {
            String word = plain(part);
            var numbered = NUMBERED.matcher(word);
            if (numbered.matches() && !BEHIND.contains(word) && !PERSONAL.contains(word)) {
                words.add(singular(numbered.group(1)));
                words.add(word.substring(numbered.group(1).length()));
            } else if (!word.isEmpty()) {
                words.add(singular(word));
            }
        }
        return words.isEmpty() ? List.of("") : words;
    }

    private static String singular(String word) {
        if (word.length() <= 3 || word.endsWith("ss") || !word.endsWith("s")) {
            return word;
        }
        String one =
                word.endsWith("sses") ? word.substring(0, word.length() - 2) : word.substring(0, word.length() - 1);
        return one.endsWith("citie") || one.endsWith("countie") ? one.substring(0, one.length() - 2) + "y" : one;
    }

    /** Lower case without accents, {@code straße} as {@code strasse}. */
    private static String plain(String word) {
        String lower = word.toLowerCase(Locale.ROOT)
                .replace("ß", "ss")
                .replace("ł", "l")
                .replace("ø", "o");
        return lower.chars().allMatch(c -> c < 128)
                ? lower
                : Normalizer.normalize(lower, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
    }

    static Set<String> words(String table) {
        return Arrays.stream(table.strip().split("\\s+"))
                .map(word -> singular(plain(word.replace("_", ""))))
                .collect(Collectors.toUnmodifiableSet());
    }
}
