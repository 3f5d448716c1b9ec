// A call between two browsers in two namespaces: frames flow both ways, and the selected pair is what it should be.
//
//     node call.mjs WORK SETUP_TOKEN relay/udp|relay/tcp|relay/tls|direct
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../e2e/package.json', import.meta.url))('playwright-core');

const [work, setupToken, expected] = process.argv.slice(2);
const origin = 'https://10.99.0.1:8443';
const patience = 90_000;

const browsers = await Promise.all(
  ['A', 'B'].map((name) =>
    chromium.launch({
      executablePath: `${work}/chromium-${name}`,
      chromiumSandbox: false,
      args: [
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
        '--disable-gpu',
        '--disable-quic',
      ],
    }),
  ),
);

try {
  const [ada, bob] = await Promise.all(browsers.map(open));
  await ada.goto(origin);
  const room = await ada.evaluate(makeRoom, setupToken);
  const invite = `${origin}/room/${room.roomId}#${room.accessToken}`;
  await ada.goto(invite);
  await ada.getByRole('button', { name: 'Join', exact: true }).click();
  await bob.goto(invite);
  await bob.getByLabel('Your name').fill('Bob');
  await bob.getByRole('button', { name: 'Join', exact: true }).click();

  const seen = await Promise.all([ada, bob].map((page) => framesAndPair(page)));
  for (const [index, { frames, local, remote }] of seen.entries()) {
    const pair = `${describe(local)} - ${describe(remote)}`;
    console.log(`${['A', 'B'][index]}: ${frames} frames decoded, ${pair}`);
  }
  for (const { local, remote } of seen) judge(local, remote);
} finally {
  await Promise.all(browsers.map((browser) => browser.close()));
}

async function open(browser) {
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  await page.addInitScript(() => {
    const Original = window.RTCPeerConnection;
    window.connections = [];
    window.RTCPeerConnection = class extends Original {
      constructor(...parameters) {
        super(...parameters);
        window.connections.push(this);
      }
    };
  });
  return page;
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

/** Waits for 20 decoded frames, then says by which pair they came. */
async function framesAndPair(page) {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const seen = await page.evaluate(async () => {
      for (const connection of window.connections) {
        const stats = [...(await connection.getStats()).values()];
        const byId = (id) => stats.find((entry) => entry.id === id);
        const video = stats.find((entry) => entry.type === 'inbound-rtp' && entry.kind === 'video');
        const transport = stats.find((entry) => entry.type === 'transport');
        const pair = byId(transport?.selectedCandidatePairId);
        if (pair && (video?.framesDecoded ?? 0) >= 20) {
          const local = byId(pair.localCandidateId);
          return { frames: video.framesDecoded, local, remote: byId(pair.remoteCandidateId) };
        }
      }
      return null;
    });
    if (seen) return seen;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('no frames came');
}

function describe(candidate) {
  return candidate.relayProtocol
    ? `${candidate.candidateType}/${candidate.relayProtocol}`
    : candidate.candidateType;
}

function judge(local, remote) {
  const relayed = [local, remote].filter((candidate) => candidate.candidateType === 'relay');
  if (expected === 'direct') {
    if (relayed.length > 0) throw new Error('the box relays what could go directly');
    return;
  }
  const [, protocol] = expected.split('/');
  if (relayed.length === 0) throw new Error('nothing is relayed: is the path blocked at all?');
  // only one's own relay says how it is reached; over UDP the other side's alone may do
  if (protocol !== 'udp' && local.relayProtocol !== protocol) {
    throw new Error(`reaches its relay by ${local.relayProtocol}, not ${protocol}`);
  }
  if (local.relayProtocol && local.relayProtocol !== protocol) {
    throw new Error(`reaches its relay by ${local.relayProtocol}, not ${protocol}`);
  }
}
