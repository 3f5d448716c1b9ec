/** Makes the parts and joins them: once a page. */

import { BoxProfile } from "./BoxProfile";
import { ClientUpgrade } from "./ClientUpgrade";
import { CallService } from "./call/CallService";
import { QualityPreferences } from "./call/QualityPreferences";
import { systemClock } from "./clock";
import { ErrorReporter } from "./errors/ErrorReporter";
import { BoxApi } from "./http/BoxApi";
import { HttpClient } from "./http/HttpClient";
import { openLevelSource } from "./media/levelSource";
import { MediaService } from "./media/MediaService";
import { MutedSpeech } from "./media/MutedSpeech";
import { Preferences } from "./preferences";
import { AuthService } from "./session/AuthService";
import { GuestSessions } from "./session/GuestSessions";
import { WebSocketService } from "./signaling/WebSocketService";
import { watchForWake } from "./signaling/wake";

export interface Services {
  /** For calls that only some pages make. */
  http: HttpClient;
  api: BoxApi;
  box: BoxProfile;
  auth: AuthService;
  guests: GuestSessions;
  call: CallService;
  mutedSpeech: MutedSpeech;
  preferences: Preferences;
  errors: ErrorReporter;
  upgrade: ClientUpgrade;
}

/** @param entry the path of this page's entry script */
export function createServices(entry: string): Services {
  const clock = systemClock;
  const http = new HttpClient((input, init) => fetch(input, init), oneTabAtATime);
  const api = new BoxApi(http);
  const box = new BoxProfile(api.config);
  const preferences = new Preferences(localStorage);
  const media = new MediaService(navigator.mediaDevices as MediaDevices | undefined, preferences);
  const call = new CallService({
    clock,
    preferences: new QualityPreferences(localStorage),
    isVisible: () => document.visibilityState === "visible",
    media,
    platform: {
      createConnection: (configuration) => new RTCPeerConnection(configuration),
      createStream: (tracks) => new MediaStream(tracks),
      videoCodecs: () => RTCRtpReceiver.getCapabilities("video")?.codecs ?? [],
    },
    socket: new WebSocketService({
      clock,
      open: (protocols) => new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws`, protocols),
    }),
    watchForWake: (wake) => watchForWake({ window, document }, clock, wake),
  });
  const upgrade = new ClientUpgrade({ entry, fetchPage });
  // A box that was upgraded was started anew, and every socket with it. A page without one is looked after when it is
  // looked at.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void upgrade.check();
  });
  call.socket.state.subscribe(() => {
    if (call.socket.state.get() === "open") void upgrade.check();
  });
  return {
    http,
    api,
    box,
    auth: new AuthService(api, box.load),
    guests: new GuestSessions(api, sessionStorage, clock),
    call,
    mutedSpeech: new MutedSpeech(media.state, openLevelSource, clock),
    preferences,
    errors: new ErrorReporter({
      clock,
      path: () => location.pathname,
      send: (report) => api.reportClientError(report),
    }),
    upgrade,
  };
}

/** Web Locks need a secure page, as calls do anyway; without them a tab looks after itself alone. */
function oneTabAtATime<T>(task: () => Promise<T>): Promise<T> {
  if (!("locks" in navigator)) return task();
  return navigator.locks.request("neko-session", task) as Promise<T>;
}

async function fetchPage(): Promise<string> {
  const answer = await fetch("/", { cache: "no-store" });
  if (!answer.ok) throw new Error(`the box answered ${answer.status}`);
  return answer.text();
}
