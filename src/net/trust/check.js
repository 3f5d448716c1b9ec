// Finds out whether this device trusts the box, and says so; asks until it does.
//
// A page that was let through a warning may well be answered by fetch, and still no call will work. So three things have
// to hold: an ordinary request, a WebSocket, and a TLS connection to the relay, for which no browser takes exceptions.
// That connection is refused by name and password: that it came to be refused is what matters.
(() => {
  const PATIENCE = 5000;
  const PAUSE = 2500;
  const check = document.getElementById('check');
  const { secure } = check.dataset;

  if (navigator.userAgent.includes('Macintosh') && navigator.maxTouchPoints > 1) showSteps('ios');
  watch();

  async function watch() {
    check.querySelector('.waiting').hidden = false;
    while (!(await isTrusted())) {
      await new Promise((done) => setTimeout(done, PAUSE));
      if (document.hidden) await visible();
    }
    check.querySelector('.waiting').hidden = true;
    check.querySelector('.good').hidden = false;
    check.classList.add('trusted');
  }

  async function isTrusted() {
    try {
      await Promise.all([within(request()), within(socket())]);
    } catch {
      return false;
    }
    return within(relay()).catch(() => true);
  }

  async function request() {
    const answer = await fetch(`${secure}/trust/probe`, { cache: 'no-store', credentials: 'omit' });
    if (!answer.ok) throw new Error(String(answer.status));
  }

  function socket() {
    return new Promise((done, failed) => {
      const socket = new WebSocket(`${secure.replace('https:', 'wss:')}/trust/socket`);
      socket.onopen = () => {
        done();
        socket.close();
      };
      socket.onerror = failed;
    });
  }

  /** False where TLS to the relay fails; true or never where that can't be told. */
  async function relay() {
    if (!window.RTCPeerConnection) return true;
    const { hostname, port } = new URL(secure);
    const iceServers = [
      { urls: `turns:${hostname}:${port || 443}?transport=tcp`, username: '0:0:trust', credential: 'none' },
    ];
    const connection = new RTCPeerConnection({ iceServers, iceTransportPolicy: 'relay' });
    try {
      return await new Promise((done) => {
        connection.onicecandidateerror = ({ errorCode }) => done(errorCode !== 701);
        connection.onicegatheringstatechange = () => {
          if (connection.iceGatheringState === 'complete') done(true);
        };
        connection.createDataChannel('trust');
        connection.setLocalDescription().catch(() => done(true));
        setTimeout(done, PATIENCE, true);
      });
    } finally {
      connection.close();
    }
  }

  function within(promise) {
    return Promise.race([promise, new Promise((_, failed) => setTimeout(failed, PATIENCE))]);
  }

  function visible() {
    return new Promise((done) => document.addEventListener('visibilitychange', done, { once: true }));
  }

  function showSteps(system) {
    for (const steps of document.querySelectorAll('details.system')) steps.open = steps.id === system;
  }
})();
