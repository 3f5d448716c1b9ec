import type { ReactNode, RefCallback } from "react";
import { useTranslation } from "../../../hooks/translation";
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
import { type Command, keyFor } from "./shortcuts";
import type { PanelName } from "./usePanels";

interface ControlsProps {
  openPanel: PanelName | null;
  unread: number;
  /** Takes each panel's button, so that focus can return to it. */
  buttonFor: (panel: PanelName) => RefCallback<HTMLButtonElement>;
  onPanel: (panel: PanelName) => void;
  onLeave: () => void;
}

const PANELS: ReadonlyArray<{ name: PanelName & Command; icon: ReactNode }> = [
  { name: "chat", icon: <ChatIcon /> },
  { name: "participants", icon: <PeopleIcon /> },
  { name: "settings", icon: <SettingsIcon /> },
];

export function Controls({ openPanel, unread, buttonFor, onPanel, onLeave }: ControlsProps) {
  const { media, service, toggleAudio, toggleVideo, toggleScreen } = useMediaControls();
  const { t } = useTranslation();
  return (
    <div className="controls" role="toolbar" aria-label={t("call.controls")}>
      <ControlButton
        label={media.isAudioEnabled ? t("call.mute") : t("call.unmute")}
        icon={media.isAudioEnabled ? <MicIcon /> : <MicOffIcon />}
        isOff={!media.isAudioEnabled}
        shortcut={keyFor("toggle-audio")}
        onClick={toggleAudio}
        withLabel
      />
      <ControlButton
        label={media.isVideoEnabled ? t("call.stopVideo") : t("call.startVideo")}
        icon={media.isVideoEnabled ? <CameraIcon /> : <CameraOffIcon />}
        isOff={!media.isVideoEnabled}
        shortcut={keyFor("toggle-video")}
        onClick={toggleVideo}
        withLabel
      />
      {service.canShareScreen && (
        <ControlButton
          label={media.isScreenSharing ? t("call.stopSharing") : t("call.shareScreen")}
          icon={media.isScreenSharing ? <ScreenOffIcon /> : <ScreenIcon />}
          tone={media.isScreenSharing ? "active" : "plain"}
          shortcut={keyFor("toggle-screen")}
          onClick={toggleScreen}
          withLabel
        />
      )}
      {PANELS.map(({ name, icon }) => (
        <ControlButton
          key={name}
          ref={buttonFor(name)}
          label={t(`call.${name}`)}
          icon={icon}
          tone={openPanel === name ? "active" : "plain"}
          badge={name === "chat" ? unread : 0}
          aria-expanded={openPanel === name}
          shortcut={keyFor(name)}
          onClick={() => onPanel(name)}
          withLabel
        />
      ))}
      <ControlButton label={t("call.leave")} icon={<LeaveIcon />} tone="danger" onClick={onLeave} withLabel />
    </div>
  );
}
