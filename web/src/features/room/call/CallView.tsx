import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { exposeDiagnostics } from "../../../core/call/diagnostics";
import { roomPath } from "../../../core/session/invite";
import { keepAwake } from "../../../core/wakeLock";
import { useServices } from "../../../hooks/services";
import { useSignaling } from "../../../hooks/signaling";
import { useFullScreen } from "../../../hooks/useFullScreen";
import { useMediaControls } from "../../../hooks/useMediaControls";
import { usePictureInPicture } from "../../../hooks/usePictureInPicture";
import { useStorePart } from "../../../hooks/useStore";
import { HostLeave } from "../dialogs/HostLeave";
import type { RoomAddress } from "../roomAddress";
import { Banners } from "./Banners";
import { CallHeader } from "./CallHeader";
import { CallPanel } from "./CallPanel";
import { Controls } from "./Controls";
import { Stage } from "./Stage";
import { arrange } from "./stage";
import { type CallPicture, useCallPictures } from "./useCallPictures";
import { useLeave } from "./useLeave";
import { useMenuItems } from "./useMenuItems";
import { usePanels } from "./usePanels";
import { useRoomView } from "./useRoomView";
import { useShortcuts } from "./useShortcuts";
import { useSoundBlocked } from "./useSoundBlocked";
import "./call.css";

const ShortcutHelp = lazy(() => import("../dialogs/ShortcutHelp"));
const InviteQr = lazy(() => import("../dialogs/InviteQr"));

export function CallView({ address }: { address: RoomAddress }) {
  const { currentRoom } = useSignaling();
  const { call, mutedSpeech, preferences } = useServices();
  const { service, toggleAudio, toggleVideo, toggleScreen } = useMediaControls();
  const unread = useStorePart(call.chat.state, (chat) => chat.unread);
  const usesShortcuts = useStorePart(preferences.state, ({ shortcuts }) => shortcuts);
  const panels = usePanels(call.chat);
  const [sheet, setSheet] = useState<"help" | "qr" | null>(null);
  const { isSoundBlocked, reportSoundBlocked } = useSoundBlocked();
  const { pictures, arrangement, pinned, togglePin, toggleSpotlight, watched } = useStage();
  const pictureInPicture = usePictureInPicture(watched);
  const fullScreen = useFullScreen();
  const { isAsking, leave, leaveNow, stay } = useLeave();
  useEffect(() => exposeDiagnostics(window, { peers: () => call.peers.connections() }), [call]);
  useEffect(() => keepAwake({ wakeLock: navigator.wakeLock, document }), []);
  useEffect(() => {
    mutedSpeech.start();
    return () => mutedSpeech.stop();
  }, [mutedSpeech]);
  const showQr = useCallback(() => setSheet("qr"), []);
  const showHelp = useCallback(() => setSheet("help"), []);
  const closeSheet = useCallback(() => setSheet(null), []);
  useShortcuts(
    {
      "toggle-audio": toggleAudio,
      "toggle-video": toggleVideo,
      "toggle-screen": () => service.canShareScreen && toggleScreen(),
      chat: () => panels.toggle("chat"),
      participants: () => panels.toggle("participants"),
      settings: () => panels.toggle("settings"),
      "full-screen": fullScreen.toggle,
      spotlight: toggleSpotlight,
      help: showHelp,
    },
    usesShortcuts,
  );
  const items = useMenuItems({
    isSpotlight: arrangement.large !== null,
    toggleSpotlight,
    fullScreen,
    pictureInPicture,
    showQr,
    showHelp,
  });
  const inviteUrl =
    location.origin + roomPath(address.roomId, currentRoom?.accessToken ?? address.inviteToken);
  return (
    <div className="call stage">
      <CallHeader roomName={currentRoom?.name ?? ""} inviteUrl={inviteUrl} items={items} />
      <div className="call__middle">
        <main className="call__people">
          <Stage
            pictures={pictures}
            arrangement={arrangement}
            pinned={pinned}
            onPin={togglePin}
            inviteUrl={inviteUrl}
            onShowQr={showQr}
            onSoundBlocked={reportSoundBlocked}
          />
          <Banners isSoundBlocked={isSoundBlocked} unread={unread} />
        </main>
        <CallPanel name={panels.openPanel} inviteUrl={inviteUrl} onShowQr={showQr} onClose={panels.close} />
      </div>
      <footer>
        <Controls
          openPanel={panels.openPanel}
          buttonFor={panels.buttonFor}
          unread={unread}
          onPanel={panels.toggle}
          onLeave={leave}
        />
      </footer>
      <Suspense>
        {sheet === "help" && <ShortcutHelp onClose={closeSheet} />}
        {sheet === "qr" && <InviteQr inviteUrl={inviteUrl} onClose={closeSheet} />}
      </Suspense>
      {isAsking && <HostLeave roomId={address.roomId} onLeave={leaveNow} onClose={stay} />}
    </div>
  );
}

/** What there is to see, how it is arranged, and which of it matters most. */
function useStage() {
  const { call, preferences } = useServices();
  const pictures = useCallPictures();
  const selfView = useStorePart(preferences.state, (state) => state.selfView);
  const screens = pictures.filter(({ isScreen, isSelf }) => isScreen && !isSelf).map(({ key }) => key);
  const { pinned, layout, togglePin, toggleSpotlight } = useRoomView(screens);
  // Who speaks matters here only where it decides what is large.
  const activeSpeaker = useStorePart(call.speaking.state, (state) =>
    layout === "spotlight" ? state.activeSpeakerId : null,
  );
  const arrangement = useMemo(
    () => arrange(pictures, { pinned, layout, selfView, activeSpeaker }),
    [pictures, pinned, layout, selfView, activeSpeaker],
  );
  const isLarge = arrangement.large !== null;
  return {
    pictures,
    arrangement,
    pinned,
    togglePin,
    toggleSpotlight: () => toggleSpotlight(isLarge),
    watched: watchedStream(pictures, arrangement.large),
  };
}

/** For the small window: the large picture, or else somebody who can be seen. */
function watchedStream(pictures: readonly CallPicture[], large: string | null): MediaStream | null {
  const visible = pictures.filter(({ isScreen, participant }) => isScreen || participant.media.video);
  const choice =
    visible.find(({ key }) => key === large) ?? visible.find(({ isSelf }) => !isSelf) ?? visible[0];
  return choice?.stream ?? null;
}
