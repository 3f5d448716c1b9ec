// Chromium in a network namespace, with a home of its own, and what a call in it is made of.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../e2e/package.json', import.meta.url));
export const { chromium, firefox } = require('playwright-core');

/** How long anything may take, in ms: the machine may be busy. */
export const patience = 90_000;

/** In the namespace `name`: `A` or `B`. */
export function launch(work, name) {
  return chromium.launch({
    executablePath: `${work}/chromium-${name}`,
    chromiumSandbox: false,
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-gpu',
      '--disable-quic',
    ],
  });
}

/** A page whose peer connections can be asked later. */
export async function open(browser) {
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  page.on('requestfailed', (request) => console.log(`  ${request.url()}: ${request.failure()?.errorText}`));
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

/** Waits for 20 decoded frames, then says by which pair they came. */
export async function framesAndPair(page) {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const seen = await page.evaluate(async () => {
      for (const connection of window.connections) {
        const stats = [...(await connection.getStats()).values()];
        const byId = (id) => stats.find((entry) => entry.id === id);
        const video = stats.find((entry) => entry.type === 'inbound-rtp' && entry.kind === 'video');
        const transport = stats.find((entry) => entry.type === 'transport');
        const chosen = stats.find((entry) => entry.type === 'candidate-pair' && entry.selected);
        const pair = byId(transport?.selectedCandidatePairId) ?? chosen;
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
  const states = await page.evaluate(async () => {
    const states = [];
    for (const connection of window.connections) {
      const stats = [...(await connection.getStats()).values()];
      const candidates = stats.filter((entry) => entry.type.endsWith('-candidate'));
      const { iceConnectionState, iceGatheringState, connectionState } = connection;
      const found = candidates.map(({ type, candidateType, relayProtocol }) => [type, candidateType, relayProtocol].join(' '));
      states.push({ iceConnectionState, iceGatheringState, connectionState, found });
    }
    return states;
  });
  throw new Error(`no frames came: ${JSON.stringify(states)}`);
}
