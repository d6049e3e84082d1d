/**
 * A hub with its fake platforms for every test, and what a test may expect of it. Copy this file beside your tests.
 *
 * TAGHUB is the launcher in your clone of TagHub, TAGHUB_CONFIG your taghub.yaml (without it the demo's), TAGHUB_KEY one of
 * its server_keys: a key by ${env:SHOP_KEY} that is not set is `demo-shop-key`.
 */
import { test as base, type APIRequestContext } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const LAUNCHER = process.env.TAGHUB ?? './taghub';
const CONFIG = process.env.TAGHUB_CONFIG ? ['--config', process.env.TAGHUB_CONFIG] : [];
const KEY = process.env.TAGHUB_KEY ?? 'demo-taghub-demo-server-key';
const PATIENCE = 10_000;

/** `waits_for` is null where nothing more is sent; a platform that decides later has the event already. */
export type Fate = {
  tag: string;
  verdict: string;
  reason: string | null;
  next_attempt: string | null;
  waits_for: 'hub' | 'time' | 'person' | null;
};
export type Row = { name: string; id: string; tags: Fate[] };
/** A test's events as they were at one moment: none that had come in by then is missing. */
export type Look = { now: string; settled: boolean; more: boolean; events: Row[] };

export type State = 'pending' | 'approved' | 'rejected' | 'reversed';
/** What was said of a conversion and who was told; `refusal` says why a move is no legal one. */
export type Life = {
  key: string;
  conversions: { name: string; state: State | null; reason: string; value: string | null; currency: string | null }[];
  moves: {
    at: string;
    event: string;
    id: string;
    move: State | 'adjusted' | '';
    refusal: string | null;
    tags: { tag: string; verdict: string; reason: string | null; detail: string }[];
  }[];
};

/** A hub as a process of its own, on free ports. */
class Server {
  private constructor(
    private readonly process: ChildProcess,
    readonly hub: string,
    readonly console: string,
    readonly sandbox: string,
  ) {}

  static start(): Promise<Server> {
    const child = spawn(LAUNCHER, ['demo', '--port', '0', '--console-port', '0', '--sandbox-port', '0', ...CONFIG]);
    return new Promise((resolve, reject) => {
      let said = '';
      const hear = (piece: Buffer) => {
        said += piece;
        const [hub, ui, sandbox] = ['Demo site', 'Console', 'Sandbox'].map(
          part => new RegExp(`${part} +(http://[\\d.:]+)/`).exec(said)?.[1]);
        if (hub && ui && sandbox) {
          resolve(new Server(child, hub, ui, sandbox));
        }
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.on('error', reject);
      child.on('exit', code => reject(new Error(`the hub ended with exit code ${code}: ${said}`)));
    });
  }

  stop(): Promise<void> {
    return new Promise(resolve => {
      this.process.once('exit', () => resolve());
      if (this.process.exitCode !== null || !this.process.kill()) {
        resolve();
      }
    });
  }
}

export class Hub {
  readonly run = randomUUID().slice(0, 8);
  readonly origin: string;
  /** Whether the next test would not find the hub as this one did. */
  changed = false;

  constructor(private readonly server: Server, private readonly http: APIRequestContext) {
    this.origin = server.hub;
  }

  /** Your back end reports something. */
  async send(event: object) {
    const answer = await this.http.post(`${this.origin}/v1/events`, {
      headers: { Authorization: `Bearer ${KEY}`, 'TagHub-Run': this.run },
      data: event,
    });
    const body = await answer.json();
    if (answer.status() !== 200 || body.rejected?.length) {
      throw new Error(`the hub did not take it: ${JSON.stringify(body)}`);
    }
  }

  /**
   * A webhook or postback to /in/{source}, signed as that source of `inbound` signs: JSON as an object, the fields of a form as
   * text; where the source takes GET alone, the query. Answers what the source is answered, good or bad.
   */
  async webhook(source: string, body: object | string, headers: Record<string, string> = {}) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json';
    const answer = await this.http.post(`${this.server.console}/api/test/webhook`, {
      headers: { 'X-TagHub': '1' },
      data: { source, headers: { 'Content-Type': type, ...headers }, body: text, run: this.run },
    });
    if (!answer.ok()) {
      throw new Error(await answer.text());
    }
    return (await answer.json()) as { status: number; body: string; code: string };
  }

  /** Moves the time of hub and sandbox on. What could go before goes before, and what may go on the way goes then. */
  async advance(duration: string) {
    const end = Date.parse((await this.look()).now) + millis(duration);
    this.changed = true;
    for (let stops = 0, stop: number | undefined = end; stop !== undefined; stops++) {
      const look = await this.until(now => waiting(now, fate => fate.waits_for === 'hub', 'the clock was not moved'));
      const ends = look.events
        .flatMap(row => row.tags)
        .filter(fate => fate.waits_for === 'time' && fate.next_attempt !== null)
        .map(fate => Date.parse(fate.next_attempt!) + 1)
        .filter(until => until < end);
      // A platform that is down lets wait again and again.
      stop = stops < 50 && ends.length > 0 ? Math.min(...ends) : undefined;
      const by = Math.max(0, (stop ?? end) - Date.parse((await this.look()).now));
      const answer = await this.http.post(`${this.server.console}/api/test/clock`, { data: { advance: `PT${by / 1000}S` } });
      if (!answer.ok()) {
        throw new Error(await answer.text());
      }
    }
  }

  /** A platform misbehaves: {host, mode: 'status', status: 503, times: 1}. */
  async fault(fault: object) {
    this.changed = true;
    const answer = await this.http.post(`${this.server.sandbox}/_sandbox/faults`, { data: fault });
    if (!answer.ok()) {
      throw new Error(await answer.text());
    }
  }

  /** This test's events with what became of them. */
  async look(): Promise<Look> {
    return this.json(`${this.server.console}/api/events?limit=500&run=${this.run}`);
  }

  /** An event of this name came in: what a page reports is under way when the page has loaded. */
  async expectReceived(name: string) {
    await this.until(look =>
      look.events.some(row => row.name === name) ? null : `the hub should have received ${name}`);
  }

  async expectVerdict(tag: string, name: string, verdict: string, reason?: string) {
    await this.until(look => {
      const there = fates(look, tag, name);
      return there.some(([, fate]) => fate.verdict === verdict && (!reason || fate.reason === reason))
        ? null
        : `${name} should be ${verdict}${reason ? `, ${reason}` : ''} at ${tag}, but there is ${list(there)}`;
    });
  }

  /** It went to the tag's platform once, and nothing of this test waits there. */
  async expectOnce(tag: string, name: string) {
    await this.until(look => {
      const there = fates(look, tag, name);
      const sent = there.filter(([, fate]) => taken(fate)).length;
      const problem = `${name} should have been sent to ${tag} once but was sent ${sent} times: ${list(fates(look, tag))}`;
      if (sent > 1 || there.some(([, fate]) => fate.verdict === 'held')) {
        throw new Error(problem);
      }
      return sent === 0
        ? problem
        : waiting(look, fate => fate.tag === tag && fate.waits_for !== null, 'whether only once is not known yet');
    });
  }

  /** It came in, was not sent to the tag, and nothing of this test waits there. */
  async expectNothing(tag: string, name?: string) {
    await this.until(look => {
      const there = fates(look, tag, name);
      if (there.length === 0) {
        return `no ${name ?? 'event'} is there, so this would hold whatever the hub does`;
      }
      if (there.some(([, fate]) => taken(fate) || fate.verdict === 'held')) {
        throw new Error(`nothing should have been sent to ${tag}, but there is ${list(there)}`);
      }
      return waiting(look, fate => fate.tag === tag && fate.waits_for !== null, 'nothing is not the last word yet');
    });
  }

  /** It waits at the tag for a person. */
  async expectHeld(tag: string, name: string, reason?: string) {
    await this.expectVerdict(tag, name, 'held', reason);
  }

  /** The receiver was told that this conversion was taken back, and took it. */
  async expectReversed(tag: string, orderOrEventId: string) {
    await this.untilLife(orderOrEventId, `its reversal should have been sent to ${tag}`, life =>
      life.moves.some(move => move.move === 'reversed' && move.tags.some(told => told.tag === tag && taken(told))));
  }

  /** Where a conversion stands: of several names that share the order any, or the one that is named. */
  async expectState(orderOrEventId: string, state: State, name?: string) {
    await this.untilLife(orderOrEventId, `it should be ${state}`, life =>
      life.conversions.some(one => one.state === state && (name === undefined || one.name === name)));
  }

  /** The life of a conversion; null where nothing is known of it. */
  async conversion(orderOrEventId: string): Promise<Life | null> {
    const answer = await this.http.get(
      `${this.server.console}/api/conversion?key=${encodeURIComponent(orderOrEventId)}`);
    return answer.ok() ? answer.json() : null;
  }

  private async untilLife(key: string, claim: string, holds: (life: Life) => boolean) {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const last = Date.now() > deadline;
      const life = await this.conversion(key);
      if (life !== null && holds(life)) {
        return;
      }
      if (last) {
        throw new Error(`${key}: ${claim}, but there is ${JSON.stringify(life, null, 1)}`);
      }
      await pause(25);
    }
  }

  /** The whole trace of one event: copies, click ids, and per tag every request and answer. */
  async trace(id: string) {
    return this.json(`${this.server.console}/api/events/${encodeURIComponent(id)}`);
  }

  /** The same of all of them as text, for people. */
  async explain(): Promise<string> {
    const look = await this.look();
    const texts = look.events.map(async row => {
      const url = `${this.server.console}/api/events/${encodeURIComponent(row.id)}?name=${row.name}&format=text`;
      const answer = await this.http.get(url);
      return answer.ok() ? answer.text() : `${row.name} ${row.id}: the hub no longer has it`;
    });
    return (await Promise.all(texts)).join('\n\n') || 'nothing came in';
  }

  /** What came at a platform: [{method, path, query, headers, body, json, status, problems}]. */
  async requests(host: string) {
    return this.json(`${this.server.sandbox}/_sandbox/requests?host=${host}`);
  }

  /** What a platform counts after its own dedup: [{event, id, value, currency, click_id, count}]. */
  async conversions(host: string) {
    return this.json(`${this.server.sandbox}/_sandbox/conversions?host=${host}`);
  }

  private async json(url: string) {
    const answer = await this.http.get(url);
    if (!answer.ok()) {
      throw new Error(`${url} answered ${answer.status()}: ${await answer.text()}`);
    }
    return answer.json();
  }

  /** Looks again until nothing is wrong; the last look is one that began when the time was up. */
  private async until(wrong: (look: Look) => string | null): Promise<Look> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const last = Date.now() > deadline;
      const look = await this.look();
      const problem = look.more ? 'this test has more events than can be looked at' : wrong(look);
      if (problem === null) {
        return look;
      }
      if (last) {
        throw new Error(`${problem}\n\nthe hub's clock shows ${look.now}`);
      }
      await pause(25);
    }
  }
}

/** A duplicate has a reason where the hub, not the platform, found it to be one: then it was not sent. */
function taken(fate: { verdict: string; reason: string | null }) {
  return fate.verdict === 'delivered'
    || (fate.verdict === 'duplicate' && fate.reason === null)
    || (fate.verdict === 'waiting' && fate.reason === 'PENDING_VERDICT');
}

/** P9D, PT10M, P1DT12H30M. */
function millis(duration: string) {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(duration);
  if (!parts) {
    throw new Error(`${duration} is no ISO 8601 duration such as P9D or PT10M`);
  }
  const [days, hours, minutes, seconds] = parts.slice(1).map(part => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

function fates(look: Look, tag: string, name?: string): [Row, Fate][] {
  return look.events
    .filter(row => name === undefined || row.name === name)
    .flatMap(row => row.tags.filter(fate => fate.tag === tag).map((fate): [Row, Fate] => [row, fate]));
}

/** What still waits and until when; null where nothing does. */
function waiting(look: Look, which: (fate: Fate) => boolean, claim: string) {
  const there = look.events.flatMap(row => row.tags.filter(which).map((fate): [Row, Fate] => [row, fate]));
  return there.length === 0 ? null : `${claim}, because something still waits: ${list(there, look.now)}`;
}

/** With `now`, how far the clock has to be moved for the waits to end. */
function list(there: [Row, Fate][], now?: string) {
  const ahead = (until: string) => Math.ceil((Date.parse(until) - Date.parse(now!)) / 1000) + 1;
  const texts = there.map(([row, fate]) =>
    `${row.name} ${row.id} at ${fate.tag}: ${[fate.verdict, fate.reason].filter(Boolean).join(', ')}`
    + (fate.waits_for !== 'time' || fate.next_attempt === null ? ''
      : ` until ${fate.next_attempt}` + (now ? `, hub.advance('PT${ahead(fate.next_attempt)}S') ends the wait` : '')));
  return texts.join('; ') || 'none';
}

/** A worker's hub serves one test after another, and a new one follows where a test has moved the clock or set a fault. */
class Hubs {
  private running?: Promise<Server>;

  get() {
    return (this.running ??= Server.start());
  }

  async retire() {
    const server = await this.running;
    this.running = undefined;
    await server?.stop();
  }
}

export const test = base.extend<{ hub: Hub }, { hubs: Hubs }>({
  hubs: [
    async ({}, use) => {
      const hubs = new Hubs();
      await use(hubs);
      await hubs.retire();
    },
    { scope: 'worker' },
  ],
  hub: [
    async ({ hubs, request, context }, use, testInfo) => {
      const hub = new Hub(await hubs.get(), request);
      await context.addCookies([{ name: 'TagHub-Run', value: hub.run, url: hub.origin, httpOnly: true }]);
      await use(hub);
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('what became of the events', { body: await hub.explain() });
      }
      if (hub.changed) {
        await hubs.retire();
      }
    },
    { timeout: 180_000 },
  ],
});

export { expect } from '@playwright/test';
