package io.taghub.report;

import java.text.Normalizer;
import java.util.List;
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

    /** Beginnings of words; those of three letters and less, and what ends with a point, are whole words. */
    private static final Pattern PENDING = beginnings(List.of(
            "pending", "open", "hold", "on hold", "onhold", "new.", "waiting", "awaiting", "review", "in review",
            "under review", "in process", "in progress", "processing", "unconfirmed", "unapproved", "unvalidated", "delayed",
            "not yet", "to be ", "yet to be", "tracked", "extended", "queued", "submitted", "undecided", "unverified",
            "offen", "ausstehend", "schwebend", "in bearbeitung", "in prufung", "zu prufen", "vorgemerkt", "unbestatigt",
            "noch nicht", "wartend", "neu.", "pendiente", "en espera", "en revision", "en proceso", "por confirmar",
            "por aprobar", "abierto", "abierta", "en attente", "en cours", "a valider", "a confirmer", "ouvert", "in attesa",
            "in sospeso", "in revisione", "in lavorazione", "da approvare", "da confermare", "aperto", "pendente",
            "em analise", "em espera", "em aberto", "aguardando", "aberto", "in behandeling", "in afwachting", "openstaand",
            "oczekuj", "w trakcie", "otwart", "do zatwierdzenia", "vantande", "vantar", "under granskning", "oppen", "afventer",
            "venter", "odota", "avoin", "beklemede", "bekliyor", "onay bekl", "incelen", "ceka", "cekajic", "v reseni",
            "εκκρεμ", "в ожидании", "ожида", "в обработке", "обрабат", "на проверке", "на рассмотрении", "в холде", "холд",
            "новый", "новая", "открыт", "не подтвержден", "待", "审核中", "審核中", "处理中", "處理中", "保留", "未確定", "未承認",
            "承認待ち", "確認中", "대기", "보류", "처리 중", "처리중", "قيد", "معلق", "ממתין", "cho ", "dang xu ly", "menunggu",
            "tertunda"));

    private static final Pattern REFUSED = beginnings(List.of(
            "reject", "declin", "cancel", "revers", "refus", "void", "denied", "deny", "delet", "invalid", "disapprov",
            "fraud", "trash", "bounced", "failed", "chargeback", "charge back", "return", "refund", "expired", "out of", "out_of",
            "too late", "too old", "duplicate", "blocked", "ignored", "not counted", "not approved", "not valid", "not confirmed",
            "not accepted", "not payable", "nonpayable", "non-payable", "no commission", "disallow", "disqualif", "unqualified",
            "removed", "spam", "test.", "lost.", "corrected to 0",
            "storn", "abgelehnt", "abgebrochen", "widerruf", "ruckerstatt", "ruckgebucht", "ruckgabe", "zuruck", "erstattet",
            "geloscht", "ungultig", "nicht bestatigt", "nicht genehmigt", "gekundigt", "abgelaufen", "betrug",
            "rechaz", "cancelad", "anulad", "denegad", "devuelt", "devoluc", "reembols", "invalid", "no aprobad", "caducad",
            "refuse", "rejet", "annul", "rembours", "supprim", "invalide", "non valid", "non approuv", "expire",
            "rifiutat", "respint", "annullat", "cancellat", "rimborsat", "stornat", "non valid", "non approvat", "scadut",
            "rejeitad", "recusad", "estornad", "negad", "nao aprovad", "expirad", "afgekeurd", "afgewezen", "geweigerd",
            "geannuleerd", "terugbetaald", "geretourneerd", "ongeldig", "niet goedgekeurd", "verlopen",
            "odrzuc", "anulowan", "zwroc", "zwrot", "niezatwierdz", "wygas", "avvisad", "nekad", "avbruten", "makulerad",
            "aterbetal", "returnerad", "ogiltig", "afvist", "annulleret", "refunderet", "avvist", "kansellert", "refundert",
            "hylat", "peruut", "palaut", "reddedil", "iptal", "iade", "gecersiz", "onaylanmad", "zamitnut", "stornovan", "zrusen",
            "vracen", "απορριφ", "ακυρω", "επιστρ", "отклон", "отмен", "отказ", "возврат", "возвращ", "недейств", "аннулир",
            "не подтверждён", "не засчитан", "брак", "треш", "фрод", "удален", "拒", "取消", "退款", "退货", "退貨", "无效", "無効",
            "無效", "作废", "驳回", "否決", "否認", "却下", "非承認", "返品", "返金", "キャンセル", "不承認", "거절", "취소", "환불",
            "반품", "무효", "거부", "مرفوض", "ملغ", "مسترد", "נדח", "בוטל", "הוחזר", "tu choi", "huy.", "da huy", "hoan tien",
            "ditolak", "dibatalkan", "dikembalikan"));

    private static final Pattern COUNTED = beginnings(List.of(
            "approved", "approval", "confirmed", "accepted", "paid", "payable", "valid.", "validated", "locked", "closed",
            "complete", "success", "ok.", "yes.", "true.", "1.", "sale.", "lead.", "converted", "conversion", "won.", "active",
            "cleared", "invoiced", "released", "settled", "counted", "qualified", "verified", "billed", "earned", "finali",
            "done.", "billable", "deposit", "ftd.", "purchase", "eligible", "due.", "available", "auto approved", "auto-approved",
            "bestatigt", "genehmigt", "freigegeben", "akzeptiert", "bezahlt", "ausgezahlt", "gultig", "abgeschlossen",
            "abgerechnet", "erfolgreich", "angenommen", "gebucht", "aprobad", "confirmad", "aceptad", "pagad", "validad", "valido",
            "valida", "completad", "approuv", "confirm", "accept", "paye.", "payee", "valide", "termine", "approvat",
            "accettat", "pagat", "convalidat", "completat", "aprovad", "aceit", "pago.", "concluid", "goedgekeurd", "bevestigd",
            "geaccepteerd", "betaald", "geldig", "voltooid", "zatwierdz", "potwierdz", "zaakcept", "zaplac", "wyplac", "godkand",
            "bekraft", "accepterad", "betald", "slutford", "godkendt", "bekraeft", "betalt", "godkjent", "bekreftet", "hyvaksyt",
            "vahvistet", "maksett", "onayland", "onayli", "odendi", "tamamland", "schvalen", "potvrzen", "zaplacen", "εγκρι",
            "επιβεβαι", "одобрен", "подтвержд", "принят", "оплачен", "выплачен", "засчитан", "已确认", "已確認", "已批准", "已核准",
            "已支付", "已完成", "有效", "通过", "通過", "承認", "確定", "支払", "승인", "확정", "완료", "지급", "مقبول", "موافق",
            "مدفوع", "אושר", "שולם", "da duyet", "thanh cong", "disetujui", "dibayar", "berhasil"));

    private StatusWords() {}

    /** What a partner means by it, in any case of letters, with accents or without. */
    static Meaning meaning(String status) {
        String word = Normalizer.normalize(
                        status.strip().toLowerCase(Locale.ROOT).replace('_', ' ').replace('ı', 'i').replace('ł', 'l')
                                .replace('ø', 'o').replace("æ", "ae"),
                        Normalizer.Form.NFD)
                .replaceAll("[\\u0300-\\u036f]", "");
        if (word.isEmpty()) {
            return Meaning.COUNTED;
        }
        boolean yet = word.matches("(not|noch nicht) .* yet") || word.startsWith("not yet") || word.startsWith("noch nicht");
        if (yet || PENDING.matcher(word).lookingAt()) {
            return Meaning.PENDING;
        }
        if (REFUSED.matcher(word).lookingAt()) {
            return Meaning.REFUSED;
        }
        return COUNTED.matcher(word).lookingAt() ? Meaning.COUNTED : Meaning.UNKNOWN;
    }

    private static Pattern beginnings(List<String> words) {
        return Pattern.compile(Stream.of(words)
                .flatMap(List::stream)
                .map(word -> Normalizer.normalize(word, Normalizer.Form.NFD).replaceAll("[\\u0300-\\u036f]", ""))
                .map(word -> word.endsWith(".")
                        ? Pattern.quote(word.substring(0, word.length() - 1)) + "(?![\\p{L}\\p{N}])"
                        : Pattern.quote(word))
                .collect(Collectors.joining("|")));
    }
}
