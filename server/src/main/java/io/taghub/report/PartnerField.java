package io.taghub.report;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a partner's column may say, with the names it goes by in exports of networks, trackers and ad platforms: letters and
 * digits only, in lower case, the surest first.
 */
public enum PartnerField {
    /** Also under each click id's own name, and under whatever ends with "click id". */
    CLICK_ID("clickid", "cid", "clickref", "subid", "clickuniqueid", "visitorid", "affsub", "sub1", "subid1"),
    ORDER_ID(
            "orderid",
            "orderreference",
            "orderref",
            "ordernumber",
            "orderno",
            "order",
            "advertiserreference",
            "transactionreference",
            "conversionreference",
            "conversionref",
            "advertisersubid",
            "advsub",
            "adv1",
            "actionid",
            "oid",
            "txid",
            "txnid",
            "invoice",
            "reference",
            "merchantreference",
            "customerreference"),
    EVENT_ID("eventid", "externalid", "conversionexternalid", "advertiserconversionid", "dedupid", "messageid"),
    /** The click at some networks, the order at others. */
    ANY_ID("transactionid", "transaction", "tid", "conversionid", "leadid", "leadnumber", "uniqueid", "id"),
    VALUE(
            "saleamount",
            "ordervalue",
            "orderamount",
            "ordertotal",
            "transactionamount",
            "transactionvalue",
            "conversionvalue",
            "salevalue",
            "purchasevalue",
            "purchaseamount",
            "depositamount",
            "depositvalue",
            "firstdepositamount",
            "ftdamount",
            "grossamount",
            "amount",
            "value",
            "sale",
            "revenue",
            "sum",
            "total",
            "price",
            "payout",
            "betrag",
            "bestellwert",
            "warenkorbwert",
            "umsatz",
            "importe",
            "monto",
            "montant",
            "montantdelacommande",
            "importo",
            "valor",
            "valordopedido",
            "bedrag",
            "orderwaarde",
            "kwota",
            "wartosc",
            "belopp",
            "ordervarde",
            "belob",
            "beløb",
            "belop",
            "beløp",
            "summa",
            "tutar",
            "castka",
            "ποσο",
            "сумма",
            "суммазаказа",
            "金额",
            "金額",
            "売上金額",
            "금액",
            "المبلغ",
            "סכום"),
    CURRENCY(
            "currency",
            "currencycode",
            "salecurrency",
            "ordercurrency",
            "transactioncurrency",
            "curr",
            "wahrung",
            "moneda",
            "divisa",
            "devise",
            "valuta",
            "moeda",
            "waluta",
            "mena",
            "parabirimi",
            "валюта",
            "货币",
            "通貨",
            "통화"),
    TIME(
            "conversiontime",
            "conversiondate",
            "conversiondatetime",
            "conversiontimestamp",
            "conversiontimeutc",
            "eventtime",
            "eventdate",
            "transactiondate",
            "transactiontime",
            "orderdate",
            "saledate",
            "actiondate",
            "postbacktime",
            "postbacktimestamp",
            "datetime",
            "timestamp",
            "created",
            "createdat",
            "creationdate",
            "time",
            "date",
            "day"),
    STATUS(
            "status",
            "conversionstatus",
            "transactionstatus",
            "commissionstatus",
            "approvalstatus",
            "actionstatus",
            "state",
            "zustand",
            "estado",
            "statut",
            "etat",
            "stato",
            "stav",
            "durum",
            "статус",
            "状态",
            "ステータス",
            "상태"),
    /** Why a row was refused. */
    REASON(
            "reason",
            "declinereason",
            "rejectionreason",
            "declinedreason",
            "voidreason",
            "statusreason",
            "errormessage",
            "comment");

    private final List<String> names;

    PartnerField(String... names) {
        this.names = List.of(names);
    }

    /**
     * How sure a column of this name has this field: 0 for the surest, negative for not at all.
     *
     * @param clicks names of click ids
     */
    int rank(String name, Set<String> clicks) {
        if (this == TIME && !names.contains(name) && TimeWords.areIn(name)) {
            return names.size();
        }
        if (this == CLICK_ID && clicks.contains(name)) {
            return 0;
        }
        return this == CLICK_ID && name.endsWith(names.getFirst()) ? 1 : names.indexOf(name);
    }

    /** As an option of the command names it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isId() {
        return this == CLICK_ID || this == ORDER_ID || this == EVENT_ID || this == ANY_ID;
    }
}
