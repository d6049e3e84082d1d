import { expect, test } from './taghub';

test('a deposit nine days later finds the click that brought the player', async ({ hub, page }) => {
  await page.goto(`${hub.origin}/casino?btag=aff_${hub.run}`);
  await hub.expectReceived('page_view'); // a script clicks faster than a person, whose click is known by then
  await page.getByRole('link', { name: 'Join and play for pretend' }).click();
  await page.getByRole('button', { name: 'Create the account' }).click();
  await expect(page).toHaveURL(/welcome/);
  await hub.expectOnce('meta-main', 'registration');

  await hub.advance('P9D');
  await page.goto(`${hub.origin}/casino/cashier`);
  await page.getByRole('button', { name: /Deposit/ }).click();

  await hub.expectOnce('casino-affiliates', 'ftd');
  await hub.expectNothing('casino-affiliates', 'registration');
  const deposit = (await hub.look()).events.find(e => e.name === 'ftd')!;
  expect((await hub.trace(deposit.id)).click_ids.map((c: any) => c.value)).toContain(`aff_${hub.run}`);
  const postbacks = await hub.requests('postback.affiliates.example');
  expect(postbacks.map((r: any) => r.query.btag)).toEqual([`aff_${hub.run}`]);
  expect(postbacks[0].problems).toEqual([]);
  await hub.expectOnce('meta-main', 'ftd');
  const counted = (await hub.conversions('graph.facebook.com')).filter((c: any) => c.id === deposit.id);
  expect(counted.map((c: any) => c.count)).toEqual([1]);
});

test('a deposit by somebody no affiliate sent is not paid for', async ({ hub }) => {
  await hub.send({ name: 'ftd', id: `dep-${hub.run}`, user: { id: `player-${hub.run}` }, value: 20, currency: 'EUR' });
  await hub.advance('P4D'); // for three days somebody who clicked may turn out to be this player
  await hub.expectVerdict('casino-affiliates', 'ftd', 'skipped', 'NO_CLICK_ID');
  await hub.expectNothing('casino-affiliates');
});

test('what a platform did not take at first is sent again', async ({ hub }) => {
  await hub.fault({ host: 'graph.facebook.com', mode: 'status', status: 503, times: 1 });
  await hub.send({ name: 'ftd', id: `dep-${hub.run}`, user: { id: `player-${hub.run}` }, value: 20, currency: 'EUR' });
  await hub.advance('PT10M');
  await hub.expectOnce('meta-main', 'ftd');
});

test('what waits for its other copy is not counted before it has come', async ({ hub }) => {
  const registration = { name: 'registration', user: { id: `player-${hub.run}` } };
  await hub.send({ ...registration, id: `reg-${hub.run}` });
  await hub.advance('PT4S');
  await hub.expectOnce('meta-main', 'registration');
  await hub.send({ ...registration, id: `again-${hub.run}` });
  await expect(hub.expectOnce('meta-main', 'registration')).rejects.toThrow('once but was sent 2 times');
});

test('a webhook of the CRM is an event like any other', async ({ hub }) => {
  const deposit = { name: 'ftd', id: `dep-${hub.run}`, user: { id: `player-${hub.run}` }, value: 20, currency: 'EUR' };
  expect(await hub.webhook('casino-crm', deposit)).toMatchObject({ status: 200, code: 'accepted' });
  expect(await hub.webhook('casino-crm', deposit)).toMatchObject({ status: 200, code: 'duplicate' });
  await hub.expectOnce('meta-main', 'ftd');
});
