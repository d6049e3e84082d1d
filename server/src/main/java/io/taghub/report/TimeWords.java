package io.taghub.report;

import java.util.regex.Pattern;

/**
 * Knows a column of times by its name in the main languages: a word for day or time, alone or with one for what happened
 * ({@code Fecha de conversión}, {@code Bestelldatum}). Days of something else, a click or a payment, are none, and neither
 * is what may be any data.
 */
final class TimeWords {
    private static final String WHEN = "(?:datum|datumuhrzeit|datumundzeit|datumundzeitpunkt|zeitpunkt|zeitstempel"
            + "|fecha|fechahora|fechayhora|date|datetime|dateandtime|datetimeutc|dateheure|dateetheure|horodatage"
            + "|data|dataora|dataeora|datahora|dataehora|datatid|dataigodzina|tijdstip|datumentijd|datumtijd|dato"
            + "|paivamaara|paiva|tidpunkt|tarih|tarihsaat|datumcas|idopont|ημερομηνια|дата|датавремя|датаивремя"
            + "|日期|日期时间|时间|時間|日付|日時|날짜|일시|التاريخ|تاريخ|תאריך|ngay|tanggal)";
    private static final String WHAT =
            "(?:conversions?|conversione|conversao|conversie|konversion|konversions|konwersji"
                    + "|konverzie|transaktions?|transaction|transaccion|transazione|transacao|transactie|transakcji"
                    + "|bestell|bestellung|bestelling|auftrags?|buchungs?|kauf|verkaufs?|umsatz|order|orders|pedido|commande|ordine"
                    + "|ordre|zamowienia|compra|achat|aankoop|acquisto|kop|zakupu|venta|vente|vendita|venda|verkoop|sprzedazy|sale"
                    + "|evento|evenement|event|ereignis|action|accion|azione|acao|aktions?|lead|registro|inscription"
                    + "|donusum|siparis|satis|islem|конверсии|заказа|транзакции|события|продажи"
                    + "|转化|訂單|订单|交易|轉換|コンハーション|注文|成果発生|発生|전환|주문|التحويل)";
    private static final String OF = "(?:of|ofthe|de|del|dela|della|dell|di|do|da|des|der|du|d|van|vande|의)?";
    private static final Pattern TIME =
            Pattern.compile("%1$s|%1$s%2$s%3$s|%3$ss?(?!data)%1$s[iı]?".formatted(WHEN, OF, WHAT));

    private TimeWords() {}

    /** @param name as {@link PartnerColumns#plain} has it */
    static boolean areIn(String name) {
        return TIME.matcher(name).matches();
    }
}
