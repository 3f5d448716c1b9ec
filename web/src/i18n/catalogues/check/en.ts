/** English: whether calls will work from where somebody is. */
const en = {
  check: {
    page: "Check",
    title: "Will calls work from here?",
    lead: "This page tries everything that a call needs, from this device to the box. It changes nothing.",
    running: "Looking… this takes up to half a minute.",
    summary: {
      good: "Calls will work from here.",
      warning: "Calls will work, but something could be better.",
      broken: "Something stands in the way of calls.",
    },
    levels: { good: "Good", warning: "Could be better", broken: "Broken", unknown: "Not known" },
    way: "The way to the box",
    again: "Check again",
    report: "Report",
    reportHint:
      "For whoever looks after the box: what was found, this browser, and addresses in this network. No name, password or invite is in it.",
    copy: "Copy report",
    subjects: {
      page: "Page",
      trust: "Trust",
      socket: "Signaling",
      clock: "Clock",
      udp: "Relay over UDP",
      tcp: "Relay over TCP",
      tls: "Relay over TLS",
      speed: "Speed over the relay",
      direct: "Direct connections",
    },
    good: {
      secure: "The page is secure: the browser lends it camera and microphone.",
      trusted: "This device trusts the box.",
      "socket-opens": "The connection over which calls are arranged opens.",
      "clocks-agree": "The clocks of this device and of the box agree.",
      "direct-addresses":
        "This browser tells others in the network its address, so they can connect directly.",
      "direct-names":
        "This browser hides its address behind a name in the network. Most devices there find it; for the others the box relays.",
    },
    path: {
      open: "The relay is reached over {path}.",
      closed: "The relay is not reached over {path}.",
      unknown: "This browser does not tell whether the relay is reached over {path}.",
    },
    pathAdvice: {
      udp: "A firewall seems to stop UDP between here and the box. Calls take another way, with more delay. Whoever runs the network can open UDP to the box's port.",
      tcp: "Calls take another way. Where UDP fails as well one day, this one will be missed: whoever runs the network can open TCP to the box's port.",
      tls: "Mostly this device does not trust the box: see above. Such a way is missed where a firewall lets nothing but TLS through.",
      none: "A firewall, a guest network or a VPN seems to stand between here and the box. Use the same Wi-Fi as the others, turn a VPN off, and let whoever runs the network open the box's port for UDP and TCP.",
      unknown: "Log in, or use Chrome or Edge, to have it measured.",
    },
    clocksDiffer: "The clocks of this device and of the box are {difference} apart.",
    clocksAdvice:
      "Sessions and certificates go by the clock. Set this device's clock by itself; if it is right, an administrator can set the box's.",
    speed: {
      fast: "{time} ms there and back, {rate} Mbit/s: enough for calls.",
      slow: "{time} ms there and back, {rate} Mbit/s: little for pictures.",
      advice: "Move nearer to the Wi-Fi, use a cable, or choose a lower sending quality in the call.",
    },
    bad: {
      insecure: {
        found: "The page is not secure: the browser keeps camera and microphone from it.",
        advice: "Open the box's address with https:// in front.",
      },
      "box-away": {
        found: "The box does not answer.",
        advice:
          "Check that this device is in the building's network and that the box is on, then check again.",
      },
      "not-trusted": {
        found: "This device does not trust the box: the browser's warning was clicked away.",
        advice:
          "Relaying over TLS does not work then, and iPhones refuse calls. Trusting the box is done once on each device.",
      },
      "wrong-name": {
        found: "The box's certificate is not for the address of this page.",
        advice: "Open the box by the name or the address that it printed or that the page about trust shows.",
      },
      "trust-unknown": {
        found: "This browser does not tell whether it trusts the box.",
        advice: "If the page opened without a warning, it does.",
      },
      "socket-refused": {
        found: "The page opened, but the browser refuses the connection over which calls are arranged.",
        advice:
          "Mostly this device does not trust the box yet. A proxy that knows no WebSockets does the same.",
      },
      "relay-broken": {
        found: "No connection over the relay came about.",
        advice:
          "Devices that can't see each other directly will have no picture. An administrator can test the relay in the administration.",
      },
      "relay-unmeasured": {
        found: "Not measured: that takes an account or an invite.",
        advice: "Log in, or join a call once as a guest in this tab, then check again.",
      },
      "direct-none": {
        found: "This browser tells others in the network no address.",
        advice:
          "A setting, an extension or a VPN forbids it. Calls go through the box, which costs it more; nothing else is amiss.",
      },
    },
    devicesTitle: "Camera, microphone and speaker",
    devicesLead: "The browser asks you before it lends them. Nobody else sees or hears you.",
    devicesTest: "Test camera and microphone",
    devicesStop: "End the test",
    devicesSee: "You should see yourself, and the bar should move when you speak.",
    devices: {
      "camera-works": "The camera works.",
      "camera-there": "A camera is there.",
      "microphone-works": "The microphone works.",
      "microphone-there": "A microphone is there.",
      "speaker-there": "A speaker is there. Test it to be sure.",
      "speaker-unlisted": "This browser lists no speakers. Test it to be sure.",
    },
  },
} as const;

export default en;
