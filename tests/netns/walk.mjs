// From a box that nobody has touched to a call, by its pages alone, as a person goes: no warning on the way, by address at A
// and by name at B. Says when each step was done, counted from the start of the box.
//
//     node walk.mjs WORK SETUP_TOKEN BY_ADDRESS BY_NAME STARTED
import { framesAndPair, launch, open } from './browsers.mjs';

const [work, token, byAddress, byName, started] = process.argv.slice(2);
const password = 'correct horse battery';

const browsers = await Promise.all(['A', 'B'].map((name) => launch(work, name)));
try {
  const [ada, bob] = await Promise.all(browsers.map(open));
  done('browsers with the CA imported from http://…/ca.pem are open');

  // a certificate that is not trusted would end here
  await ada.goto(`${byAddress}/setup#${token}`);
  for (const [label, value] of [
    ['Username', 'ada'],
    ['Email', 'ada@school.lan'],
    ['Display name', 'Ada'],
    ['Password', password],
    ['Name of the box', 'School'],
  ]) {
    await ada.getByLabel(label, { exact: true }).fill(value);
  }
  await ada.getByRole('button', { name: 'Create account', exact: true }).click();
  await ada.getByRole('heading', { name: 'Your box is ready' }).waitFor();
  done('the box is set up');

  const room = await ada.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('/api/rooms', { method: 'POST', headers, body: '{"name":"Staff room"}' });
    return (await answer.json()).room;
  });
  const path = `/room/${room.roomId}#${room.accessToken}`;
  await ada.goto(byAddress + path);
  await ada.getByRole('button', { name: 'Join', exact: true }).click();
  await bob.goto(byName + path);
  await bob.getByLabel('Your name').fill('Bob');
  await bob.getByRole('button', { name: 'Join', exact: true }).click();
  const seen = await Promise.all([ada, bob].map(framesAndPair));
  done(`both see each other, ${seen.map(({ local, remote }) => `${local.candidateType} to ${remote.candidateType}`).join(', ')}`);

  const bytes = await ada.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('/api/admin/backup', { method: 'POST', headers, body: '{}' });
    return new TextDecoder().decode((await answer.arrayBuffer()).slice(0, 13));
  });
  if (!bytes.startsWith('neko-backup 1')) throw new Error(`this is no backup: ${bytes}`);
  done('a backup is made while the call goes on');
} finally {
  await Promise.all(browsers.map((browser) => browser.close()));
}

function done(what) {
  console.log(`  ${((Date.now() - Number(started)) / 1000).toFixed(1)} s: ${what}`);
}
