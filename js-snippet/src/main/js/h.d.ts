/** TagHub's browser snippet. */

/** What an event carries besides its name; any other key is kept as a property. */
export interface EventProps {
  value?: number | string;
  /** ISO 4217, such as EUR. */
  currency?: string;
  order_id?: string;
  status?: string;
  items?: Item[];
  coupon?: string;
  shipping?: number | string;
  tax?: number | string;
  discount?: number | string;
  app?: Record<string, unknown>;
  device?: Record<string, unknown>;
  /** The earlier event that this one amends. */
  original_event?: { name?: string; id?: string; time?: string | number; order_id?: string };
  [key: string]: unknown;
}

/** Under these names or those of GA4 (`item_id`, ...), Meta and TikTok; any other key is kept as the item's own. */
export interface Item {
  id?: string | number;
  name?: string;
  quantity?: number | string;
  price?: number | string;
  discount?: number | string;
  brand?: string;
  variant?: string;
  /** From the widest to the narrowest, at most five. */
  category?: string | string[];
  coupon?: string;
  index?: number;
  list_id?: string;
  list_name?: string;
  affiliation?: string;
  location_id?: string;
  delivery_category?: string;
  [key: string]: unknown;
}

export interface EventOptions {
  /** An id of your own, such as the order's number: 1 to 64 ASCII characters, no spaces. Anything else is replaced. */
  id?: string | number;
}

export type ConsentState = 'granted' | 'denied';

/** The four purposes of Consent Mode v2, and the TC string where there is one. */
export interface ConsentChoices {
  ad_storage?: ConsentState;
  ad_user_data?: ConsentState;
  ad_personalization?: ConsentState;
  analytics_storage?: ConsentState;
  tcf?: string;
}

/**
 * Who the visitor is. Plain values: the hub normalises and hashes; what is SHA-256 already is said to be by `hashed`.
 * Ignored on pages without TLS.
 */
export interface Person {
  uid?: string;
  id?: string | number;
  em?: string | string[];
  email?: string | string[];
  ph?: string | string[];
  phone?: string | string[];
  external_ids?: string[];
  street?: string;
  /** Whatever has the form of a SHA-256 is one, or these fields are. */
  hashed?: boolean | string[];
  properties?: Record<string, string | number | boolean>;
  fn?: string;
  first_name?: string;
  ln?: string;
  last_name?: string;
  city?: string;
  region?: string;
  postal_code?: string;
  country?: string;
  birth_date?: string;
  gender?: string;
}

/** An event as it goes over the wire. */
export interface SentEvent {
  /** Name. */
  n: string;
  /** Id. */
  i: string;
  /** When, in milliseconds since 1970 by the visitor's clock. */
  t: number;
  /** The page's URL. */
  u: string;
  p?: EventProps;
}

export interface TagHub {
  /** Says what the visitor allows. */
  (command: 'consent', choices: ConsentChoices): void;
  /** Adds to what every later request says about its context. */
  (command: 'set', context: Record<string, unknown>): void;
  /** Says who the visitor is; goes with the next request. */
  (command: 'identify', person: Person): void;
  /** Reports an event and returns its id at once, for pixels and the back end to use as well. */
  (name: string, props?: EventProps, options?: EventOptions): string;
  /** Sends what waits now. */
  flush(): void;
  /** Opens the debug overlay. */
  debug(on?: 1 | true): void;
  /** Every event of this page life, oldest first. */
  readonly log: SentEvent[];
}

/** The script tag's data attributes. */
export interface Options {
  /** The endpoint. A module has no script tag to derive it from. */
  to: string;
  consent?: 'off' | 'wait' | 'cookieless';
  auto?: 'off';
  spa?: 'push' | 'replace' | 'hash' | 'off';
  /** Present: clicks on links to other hosts are events. */
  outbound?: '';
  /** The dataLayer's name. */
  layer?: string;
  /** The global's name, `th` by default. */
  name?: string;
  /** Present: pixel calls on the page carry the hub's ids. */
  mirror?: '';
  /** What lets the add-ons pass the page's Content-Security-Policy; a script tag has it already. */
  nonce?: string;
}

/** Starts the snippet; a second start returns the first one's function. */
export function start(options: Options): TagHub;
export default start;

declare global {
  /** There with the script tag, and from the first line on with the stub. */
  const th: TagHub;
}
