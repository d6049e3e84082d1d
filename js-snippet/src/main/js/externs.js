/**
 * @externs
 * What keeps its name in the built files: the words of the wire, of the options and of the public API, and the
 * browser interfaces that Closure Compiler does not know yet.
 * @suppress {duplicate}
 */

/** The words of the wire and of the API; see README.md. */
/** @record */
function Words() {}
/** @type {?} */ Words.prototype.v;
/** @type {?} */ Words.prototype.st;
/** @type {?} */ Words.prototype.l;
/** @type {?} */ Words.prototype.r;
/** @type {?} */ Words.prototype.c;
/** @type {?} */ Words.prototype.x;
/** @type {?} */ Words.prototype.g;
/** @type {?} */ Words.prototype.wd;
/** @type {?} */ Words.prototype.cl;
/** @type {?} */ Words.prototype.e;
/** @type {?} */ Words.prototype.n;
/** @type {?} */ Words.prototype.i;
/** @type {?} */ Words.prototype.t;
/** @type {?} */ Words.prototype.u;
/** @type {?} */ Words.prototype.p;
/** @type {?} */ Words.prototype.q;
/** @type {?} */ Words.prototype.id;
/** @type {?} */ Words.prototype.log;
/** @type {?} */ Words.prototype.options;
/** @type {?} */ Words.prototype.to;
/** @type {?} */ Words.prototype.th;
/** @type {?} */ Words.prototype.flush;
/** @type {?} */ Words.prototype.debug;

/** The data attributes of the script tag, as in its dataset. */
/** @record */
function Options() {}
/** @type {?} */ Options.prototype.consent;
/** @type {?} */ Options.prototype.auto;
/** @type {?} */ Options.prototype.spa;
/** @type {?} */ Options.prototype.outbound;
/** @type {?} */ Options.prototype.layer;
/** @type {?} */ Options.prototype.name;
/** @type {?} */ Options.prototype.mirror;
/** @type {?} */ Options.prototype.nonce;

/** Who the visitor is: the short words a page may use, and the hub's. */
/** @record */
function Person() {}
/** @type {?} */ Person.prototype.uid;
/** @type {?} */ Person.prototype.em;
/** @type {?} */ Person.prototype.ph;
/** @type {?} */ Person.prototype.fn;
/** @type {?} */ Person.prototype.ln;

/** Consent Mode v2 and TCF 2. */
/** @record */
function ConsentSignals() {}
/** @type {?} */ ConsentSignals.prototype.ad_storage;
/** @type {?} */ ConsentSignals.prototype.ad_user_data;
/** @type {?} */ ConsentSignals.prototype.ad_personalization;
/** @type {?} */ ConsentSignals.prototype.analytics_storage;
/** @type {?} */ ConsentSignals.prototype.tcf;
/** @type {?} */ ConsentSignals.prototype.eventStatus;
/** @type {?} */ ConsentSignals.prototype.gdprApplies;
/** @type {?} */ ConsentSignals.prototype.purpose;
/** @type {?} */ ConsentSignals.prototype.consents;
/** @type {?} */ ConsentSignals.prototype.tcString;
/** @type {?} */ ConsentSignals.prototype.wait_for_update;
/** @type {?} */ ConsentSignals.prototype.__tcfapi;
/** @type {?} */ var sessionStorage;
/** @type {?} */ var addEventListener;
/** @type {?} */ Navigator.prototype.globalPrivacyControl;
/** @type {?} */ Document.prototype.prerendering;

/** The words of dataLayer entries. */
/** @record */
function LayerEntry() {}
/** @type {?} */ LayerEntry.prototype.event;
/** @type {?} */ LayerEntry.prototype.ecommerce;
/** @type {?} */ LayerEntry.prototype.transaction_id;
/** @type {?} */ LayerEntry.prototype.order_id;
/** @type {?} */ LayerEntry.prototype.event_id;
/** @type {?} */ LayerEntry.prototype.items;
/** @type {?} */ LayerEntry.prototype.item_id;
/** @type {?} */ LayerEntry.prototype.item_name;
/** @type {?} */ LayerEntry.prototype.user_data;
/** @type {?} */ LayerEntry.prototype.user_id;
/** @type {?} */ LayerEntry.prototype.email;
/** @type {?} */ LayerEntry.prototype.email_address;
/** @type {?} */ LayerEntry.prototype.phone;
/** @type {?} */ LayerEntry.prototype.phone_number;
/** @type {?} */ LayerEntry.prototype.address;
/** @type {?} */ LayerEntry.prototype.first_name;
/** @type {?} */ LayerEntry.prototype.last_name;
/** @type {?} */ LayerEntry.prototype.city;
/** @type {?} */ LayerEntry.prototype.region;
/** @type {?} */ LayerEntry.prototype.postal_code;
/** @type {?} */ LayerEntry.prototype.country;

/** What the hub tells the debug overlay. */
/** @record */
function Verdicts() {}
/** @type {?} */ Verdicts.prototype.tags;
/** @type {?} */ Verdicts.prototype.tag;
/** @type {?} */ Verdicts.prototype.verdict;
/** @type {?} */ Verdicts.prototype.reason;
/** @type {?} */ Verdicts.prototype.text;

/** Pixels' globals, and what the mirror touches of them. */
/** @record */
function Pixels() {}
/** @type {?} */ Pixels.prototype.fbq;
/** @type {?} */ Pixels.prototype.ttq;
/** @type {?} */ Pixels.prototype.snaptr;
/** @type {?} */ Pixels.prototype.pintrk;
/** @type {?} */ Pixels.prototype.rdt;
/** @type {?} */ Pixels.prototype.gtag;
/** @type {?} */ Pixels.prototype.track;
/** @type {?} */ Pixels.prototype.queue;
/** @type {?} */ Pixels.prototype.callQueue;

/** What the ES module exports; its build wraps this variable. */
/** @type {?} */ var start;
