import { useCallback, useEffect, useRef, useState } from "react";
import { exposeDiagnostics } from "../../../core/call/diagnostics";
import { roomPath } from "../../../core/session/invite";
import { useServices } from "../../../hooks/services";
import { useSignaling } from "../../../hooks/signaling";
import { useStorePart } from "../../../hooks/useStore";
import { Chat } from "../panels/Chat";
import { DeviceSettings } from "../panels/DeviceSettings";
import { ParticipantList } from "../panels/ParticipantList";
import type { RoomAddress } from "../roomAddress";
import { Banners } from "./Banners";
import { CallHeader } from "./CallHeader";
import { Controls, type PanelName } from "./Controls";
import { Participants } from "./Participants";
import "./call.css";

export function CallView({ address }: { address: RoomAddress }) {
  const { currentRoom } = useSignaling();
  const { call } = useServices();
  const unread = useStorePart(call.chat.state, (chat) => chat.unread);
  const { openPanel, toggle, close, openButton } = usePanels(call.chat);
  const { isSoundBlocked, reportSoundBlocked } = useSoundBlocked();
  useEffect(() => exposeDiagnostics(window, { peers: () => call.peers.connections() }), [call]);
  const token = currentRoom?.accessToken ?? address.inviteToken;
  const inviteUrl = location.origin + roomPath(address.roomId, token);
  return (
    <div className="call stage">
      <CallHeader roomName={currentRoom?.name ?? ""} inviteUrl={inviteUrl} />
      <div className="call__middle">
        <main className="call__people">
          <Participants inviteUrl={inviteUrl} onSoundBlocked={reportSoundBlocked} />
          <Banners isSoundBlocked={isSoundBlocked} unread={unread} />
        </main>
        {openPanel === "chat" && <Chat onClose={close} />}
        {openPanel === "participants" && <ParticipantList inviteUrl={inviteUrl} onClose={close} />}
        {openPanel === "settings" && <DeviceSettings onClose={close} />}
      </div>
      <footer>
        <Controls
          openPanel={openPanel}
          openButton={openButton}
          unread={unread}
          onPanel={toggle}
          onLeave={() => call.leave()}
        />
      </footer>
    </div>
  );
}

/** One panel at a time; the chat must know, because it counts what is not read. */
function usePanels(chat: { setOpen(isOpen: boolean): void }) {
  const [openPanel, setOpenPanel] = useState<PanelName | null>(null);
  const openButton = useRef<HTMLButtonElement>(null);
  useEffect(() => chat.setOpen(openPanel === "chat"), [chat, openPanel]);
  const toggle = useCallback((panel: PanelName) => {
    setOpenPanel((open) => (open === panel ? null : panel));
  }, []);
  const close = useCallback(() => {
    openButton.current?.focus();
    setOpenPanel(null);
  }, []);
  return { openPanel, toggle, close, openButton };
}

/** Browsers may hold sound back until the page is touched; then it plays by itself (see `VideoView`). */
function useSoundBlocked() {
  const [isSoundBlocked, setBlocked] = useState(false);
  const reportSoundBlocked = useCallback(() => setBlocked(true), []);
  useEffect(() => {
    if (!isSoundBlocked) return undefined;
    const clear = () => setBlocked(false);
    document.addEventListener("pointerup", clear, { once: true });
    return () => document.removeEventListener("pointerup", clear);
  }, [isSoundBlocked]);
  return { isSoundBlocked, reportSoundBlocked };
}
