package io.taghub.report;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads what partners call the state of a conversion, in the languages whose names of columns are known. {@code Not approved}
 * is refused, {@code not approved yet} is pending; {@code locked} counts, since networks lock what is to be paid.
 */
final class StatusWords {
    enum Meaning {
        COUNTED,
        PENDING,
        REFUSED,
        UNKNOWN
    }

    // Beginnings of words, a language a line; with a point the whole of what is said.
    private static final Words PENDING = Words.of(
            "pending, open, hold, on hold, onhold, new., waiting, awaiting, review, in review, under review, in process, in progress",
            "processing, unconfirmed, unapproved, unpaid, not paid, unvalidated, unverified, delayed, not yet, to be, yet to be, tracked, extended, queued",
            "submitted, undecided",
            "offen, ausstehend, schwebend, in bearbeitung, in prüfung, zu prüfen, vorgemerkt, unbestätigt, noch nicht, wartend, neu.",
            "pendiente, en espera, en revisión, en proceso, por confirmar, por aprobar, abierto, abierta",
            "en attente, en cours, à valider, à confirmer, ouvert",
            "in attesa, in sospeso, in revisione, in lavorazione, da approvare, da confermare, aperto",
            "pendente, em análise, em espera, em aberto, aguardando, aberto",
            "in behandeling, in afwachting, openstaand",
            "oczekuj, w trakcie, otwart, do zatwierdzenia",
            "väntande, väntar, under granskning, öppen, afventer, venter, odota, avoin",
            "beklemede, bekliyor, onay bekl, incelen, čeká, čekaj, v řešení, εκκρεμ",
            "в ожидании, ожида, в обработке, обрабат, на проверке, на рассмотрении, в холде, холд, новый, новая, открыт",
            "не подтвержден еще, 待, 审核中, 審核中, 处理中, 處理中, 保留, 未確定, 未承認, 承認待ち, 確認中",
            "대기, 보류, 처리 중, 처리중, قيد, معلق, ממתין, chờ., chờ duyệt, đang xử lý, menunggu, tertunda");

    private static final Words REFUSED = Words.of(
            "reject, declin, cancel, revers, refus, void, denied, deny, delet, invalid, disapprov, fraud, trash, bounced, failed",
            "chargeback, charge back, chargedback, charged back, clawback, clawed back, scrub, unsuccessful, ineligible, return, refund, expired, out of, too late, too old, duplicate, blocked, ignored, removed, spam",
            "not eligible, not qualified, not commissionable, not counted, not approved, not valid, not confirmed, not accepted, not payable, non-payable, no commission, disallow",
            "disqualif, unqualified, test., lost.",
            "storn, abgelehnt, abgebrochen, widerruf, rückerstatt, rückgebucht, rückgabe, zurück, erstattet, gelöscht, ungültig",
            "nicht bestätigt, nicht genehmigt, gekündigt, abgelaufen, betrug",
            "rechaz, cancelad, anulad, denegad, devuelt, devoluc, reembols, no aprobad, no válid, caducad",
            "rejet, annul, rembours, supprim, non valid, non approuv, expiré",
            "rifiutat, respint, annullat, cancellat, rimborsat, stornat, non approvat, scadut",
            "rejeitad, recusad, estornad, negad, não aprovad, expirad",
            "afgekeurd, afgewezen, geweigerd, geannuleerd, terugbetaald, geretourneerd, ongeldig, niet goedgekeurd, verlopen",
            "odrzuc, anulowan, zwróc, zwrot, niezatwierdz, wygas",
            "avvisad, nekad, avbruten, makulerad, återbetal, returnerad, ogiltig, afvist, annulleret, refunderet, avvist, kansellert",
            "refundert, hylät, peruut, palaut, reddedil, iptal, iade, geçersiz, onaylanmad, zamítnut, zrušen, vrácen",
            "απορριφ, ακυρω, επιστρ",
            "отклон, отмен, отказ, возврат, возвращ, недейств, аннулир, не подтвержд, не засчитан, брак, треш, фрод, удален",
            "拒, 取消, 退款, 退货, 退貨, 无效, 無効, 無效, 作废, 驳回, 否決, 否認, 却下, 非承認, 不承認, 返品, 返金, キャンセル",
            "거절, 취소, 환불, 반품, 무효, 거부, مرفوض, ملغ, مسترد, נדח, בוטל, הוחזר, từ chối, hủy, đã hủy, hoàn tiền",
            "ditolak, dibatalkan, dikembalikan");

    private static final Words COUNTED = Words.of(
            "approved, approval, confirmed, accepted, paid, payable, valid., validated, locked, closed, complete, success, ok., yes., true.",
            "1., sale., lead., ftd., deposit., purchase., conversion., converted, won., active, cleared, invoiced, released, settled",
            "counted, qualified, verified, billed, billable, earned, finali, done., eligible, due., available, auto approved, auto-approved",
            "bestätigt, genehmigt, freigegeben, akzeptiert, bezahlt, ausgezahlt, gültig, abgeschlossen, abgerechnet, erfolgreich",
            "angenommen, gebucht, aprobad, confirmad, aceptad, pagad, validad, válid, completad",
            "approuvé, confirmé, accepté, payé, validé, valide, terminé, approvat, confermat, accettat, pagat, convalidat, completat",
            "aprovad, aceit, pago., concluíd, goedgekeurd, bevestigd, geaccepteerd, betaald, geldig, voltooid",
            "zatwierdz, potwierdz, zaakcept, zapłac, wypłac, godkänd, bekräft, accepterad, betald, slutförd, godkendt, bekræft, betalt",
            "godkjent, bekreftet, hyväksyt, vahvistet, maksett, onayland, onaylı, ödendi, tamamland, schválen, potvrzen, zaplacen",
            "εγκρι, επιβεβαι, одобрен, подтвержд, принят, оплачен, выплачен, засчитан",
            "确认, 確認, 批准, 核准, 支付, 完成, 有效, 通过, 通過, 承認, 確定, 支払, 승인, 확정, 완료, 지급",
            "مقبول, موافق, مدفوع, אושר, שולם, đã duyệt, thành công, disetujui, dibayar, berhasil");

    /** Words by which one meaning is known, at the beginning of what is said or of another word of it. */
    private record Words(Pattern first, Pattern anywhere) {
        static Words of(String... languages) {
            String beginnings = Stream.of(languages)
                    .flatMap(line -> Stream.of(line.split(", ", -1)))
                    .map(StatusWords::plain)
                    .map(word -> word.endsWith(".")
                            ? Pattern.quote(word.substring(0, word.length() - 1)) + "$"
                            : Pattern.quote(word))
                    .collect(Collectors.joining("|"));
            return new Words(Pattern.compile(beginnings), Pattern.compile("(?<![\\p{L}\\p{N}])(?:" + beginnings + ")"));
        }
    }

    private static final Pattern PARTLY = Pattern.compile(
            "(?:^(?:part |teil)|(?<!\\p{L})(?:partial|partly|teilweise|parcial|partiel|parzial|czesciow|частич))(?!.*(?:pending|offen))");

    private StatusWords() {}

    /** What a partner means by it, in any case of letters, with accents or without. */
    static Meaning meaning(String status) {
        String said = plain(status.strip()).replaceFirst("^已", "");
        if (said.isEmpty()) {
            return Meaning.COUNTED;
        }
        // Of the rest it counts, and the amount says how much that is.
        if (PARTLY.matcher(said).find()) {
            return Meaning.COUNTED;
        }
        if (said.matches("not .* yet") || PENDING.first.matcher(said).lookingAt()) {
            return Meaning.PENDING;
        }
        if (REFUSED.first.matcher(said).lookingAt()) {
            return Meaning.REFUSED;
        }
        if (COUNTED.first.matcher(said).lookingAt()) {
            return Meaning.COUNTED;
        }
        if (REFUSED.anywhere.matcher(said).find()) {
            return Meaning.REFUSED;
        }
        return PENDING.anywhere.matcher(said).find() ? Meaning.PENDING : Meaning.UNKNOWN;
    }

    private static String plain(String text) {
        String letters = text.toLowerCase(Locale.ROOT)
                .replace('_', ' ')
                .replace('-', ' ')
                .replace('ı', 'i')
                .replace('ł', 'l')
                .replace('ø', 'o')
                .replace('đ', 'd')
                .replace("æ", "ae");
        return Normalizer.normalize(letters, Normalizer.Form.NFD).replaceAll("[\\u0300-\\u036f]", "");
    }
}
