// A call between two browsers in two namespaces: frames flow both ways, and the selected pair is what it should be.
//
//     node call.mjs WORK SETUP_TOKEN ORIGIN relay/udp|relay/tcp|relay/tls|direct [firefox]
//
// With `firefox` A is Firefox, started where this runs; else both are Chromium, each in its namespace.
import { firefox, framesAndPair, launch, open } from './browsers.mjs';

const [work, setupToken, origin, expected, first] = process.argv.slice(2);

const browsers = await Promise.all([first === 'firefox' ? launchFirefox() : launch(work, 'A'), launch(work, 'B')]);
try {
  const [ada, bob] = await Promise.all(browsers.map(open));
  await ada.goto(origin);
  const room = await ada.evaluate(makeRoom, setupToken);
  judgeServers(await ada.evaluate(async () => (await (await fetch('/api/ice')).json()).iceServers));
  const invite = `${origin}/room/${room.roomId}#${room.accessToken}`;
  await ada.goto(invite);
  await ada.getByRole('button', { name: 'Join', exact: true }).click();
  await bob.goto(invite);
  await bob.getByLabel('Your name').fill('Bob');
  await bob.getByRole('button', { name: 'Join', exact: true }).click();

  const seen = await Promise.all([ada, bob].map((page) => framesAndPair(page)));
  for (const [index, { frames, local, remote }] of seen.entries()) {
    const pair = `${describe(local)} <-> ${describe(remote)}`;
    console.log(`  ${['A', 'B'][index]} selected ${pair}; ${frames} frames decoded`);
  }
  for (const { local, remote } of seen) judge(local, remote);
} finally {
  await Promise.all(browsers.map((browser) => browser.close()));
}

function launchFirefox() {
  return firefox.launch({
    // stock Firefox, by WebDriver BiDi
    channel: 'moz-firefox',
    executablePath: '/usr/bin/firefox-esr',
    env: { ...process.env, HOME: `${work}/A` },
    firefoxUserPrefs: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
      'media.gmp-manager.updateEnabled': false,
      'app.update.enabled': false,
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
    },
  });
}

async function makeRoom(token) {
  const post = async (path, body) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const password = 'correct horse battery';
  await post('/api/setup', { setupToken: token, username: 'ada', email: 'ada@box.lan', password });
  return (await post('/api/rooms', { name: 'Behind walls' })).room;
}

/** Best first, at the box's address; `turns:` by name too where the page was reached by one. */
function judgeServers(servers) {
  const [address, name] = ['10.99.0.1', new URL(origin).hostname];
  const wanted = [
    `stun:${address}:8443`,
    `stun:${address}:3478`,
    `turn:${address}:8443?transport=udp`,
    `turn:${address}:3478?transport=udp`,
    `turn:${address}:8443?transport=tcp`,
    `turns:${address}:8443?transport=tcp`,
    ...(name === address ? [] : [`turns:${name}:8443?transport=tcp`]),
  ];
  const urls = servers.flatMap((server) => server.urls);
  if (urls.join() !== wanted.join()) throw new Error(`iceServers is ${urls}, not ${wanted}`);
}

function describe({ candidateType, relayProtocol, url }) {
  if (!relayProtocol) return candidateType;
  return `${candidateType}/${relayProtocol}${url ? ` by ${url}` : ''}`;
}

function judge(local, remote) {
  const types = [local.candidateType, remote.candidateType];
  if (expected === 'direct') {
    if (types.includes('relay')) throw new Error('the box relays what could go directly');
    return;
  }
  const [, protocol] = expected.split('/');
  if (!types.includes('relay')) throw new Error('nothing is relayed: is the path blocked at all?');
  // only one's own relay says how it is reached; over UDP the other side's alone may do
  const own = local.candidateType === 'relay' ? local.relayProtocol : undefined;
  if (protocol !== 'udp' && own === undefined) throw new Error('has no relay of its own, and no UDP to do without');
  if (own !== undefined && own !== protocol) throw new Error(`reaches its relay by ${own}, not ${protocol}`);
}
