import type { ReactNode, Ref } from "react";
import { useMediaControls } from "../../../hooks/useMediaControls";
import { ControlButton } from "../../../ui/ControlButton";
import {
  CameraIcon,
  CameraOffIcon,
  ChatIcon,
  LeaveIcon,
  MicIcon,
  MicOffIcon,
  PeopleIcon,
  ScreenIcon,
  ScreenOffIcon,
  SettingsIcon,
} from "../../../ui/icons";

export type PanelName = "chat" | "participants" | "settings";

interface ControlsProps {
  openPanel: PanelName | null;
  unread: number;
  /** Takes the button of the panel that is open, so that focus can return to it. */
  openButton: Ref<HTMLButtonElement>;
  onPanel: (panel: PanelName) => void;
  onLeave: () => void;
}

const PANELS: ReadonlyArray<{ name: PanelName; label: string; icon: ReactNode }> = [
  { name: "chat", label: "Chat", icon: <ChatIcon /> },
  { name: "participants", label: "Participants", icon: <PeopleIcon /> },
  { name: "settings", label: "Settings", icon: <SettingsIcon /> },
];

export function Controls({ openPanel, unread, openButton, onPanel, onLeave }: ControlsProps) {
  const { media, service, toggleAudio, toggleVideo, toggleScreen } = useMediaControls();
  return (
    <div className="controls" role="toolbar" aria-label="Call controls">
      <ControlButton
        label={media.isAudioEnabled ? "Mute" : "Unmute"}
        icon={media.isAudioEnabled ? <MicIcon /> : <MicOffIcon />}
        isOff={!media.isAudioEnabled}
        onClick={toggleAudio}
        withLabel
      />
      <ControlButton
        label={media.isVideoEnabled ? "Stop video" : "Start video"}
        icon={media.isVideoEnabled ? <CameraIcon /> : <CameraOffIcon />}
        isOff={!media.isVideoEnabled}
        onClick={toggleVideo}
        withLabel
      />
      {service.canShareScreen && (
        <ControlButton
          label={media.isScreenSharing ? "Stop sharing" : "Share screen"}
          icon={media.isScreenSharing ? <ScreenOffIcon /> : <ScreenIcon />}
          tone={media.isScreenSharing ? "active" : "plain"}
          onClick={toggleScreen}
          withLabel
        />
      )}
      {PANELS.map(({ name, label, icon }) => (
        <ControlButton
          key={name}
          ref={openPanel === name ? openButton : undefined}
          label={label}
          icon={icon}
          tone={openPanel === name ? "active" : "plain"}
          badge={name === "chat" ? unread : 0}
          aria-expanded={openPanel === name}
          onClick={() => onPanel(name)}
          withLabel
        />
      ))}
      <ControlButton label="Leave" icon={<LeaveIcon />} tone="danger" onClick={onLeave} withLabel />
    </div>
  );
}
