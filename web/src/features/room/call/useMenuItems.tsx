import { useServices } from "../../../hooks/services";
import type { FullScreen } from "../../../hooks/useFullScreen";
import type { PictureInPicture } from "../../../hooks/usePictureInPicture";
import { useStorePart } from "../../../hooks/useStore";
import type { MenuItem } from "../../../ui/Menu";
import {
  ExitFullScreenIcon,
  FullScreenIcon,
  GridIcon,
  KeyboardIcon,
  PictureInPictureIcon,
  QrIcon,
  SelfViewIcon,
  SpotlightIcon,
} from "../../../ui/viewIcons";
import { keyFor } from "./shortcuts";

interface MenuParts {
  isSpotlight: boolean;
  toggleSpotlight: () => void;
  fullScreen: FullScreen;
  pictureInPicture: PictureInPicture;
  showQr: () => void;
  showHelp: () => void;
}

/** How the room is shown, and the rarer things to do: what this browser can't do is left out. */
export function useMenuItems(parts: MenuParts): MenuItem[] {
  const { preferences } = useServices();
  const isHidden = useStorePart(preferences.state, ({ selfView }) => selfView === "hidden");
  const { isSpotlight, fullScreen, pictureInPicture } = parts;
  const items: Array<MenuItem | false> = [
    {
      label: isSpotlight ? "All pictures alike" : "One large picture",
      icon: isSpotlight ? <GridIcon /> : <SpotlightIcon />,
      shortcut: keyFor("spotlight"),
      onSelect: parts.toggleSpotlight,
    },
    {
      label: isHidden ? "Show my own picture" : "Hide my own picture",
      icon: <SelfViewIcon />,
      onSelect: () => preferences.set({ selfView: isHidden ? "automatic" : "hidden" }),
    },
    fullScreen.isPossible && {
      label: fullScreen.isOn ? "Exit full screen" : "Full screen",
      icon: fullScreen.isOn ? <ExitFullScreenIcon /> : <FullScreenIcon />,
      shortcut: keyFor("full-screen"),
      onSelect: fullScreen.toggle,
    },
    pictureInPicture.isPossible && {
      label: pictureInPicture.isOn ? "Close the small window" : "Picture in picture",
      icon: <PictureInPictureIcon />,
      onSelect: pictureInPicture.toggle,
    },
    { label: "QR code to join", icon: <QrIcon />, onSelect: parts.showQr },
    {
      label: "Keyboard shortcuts",
      icon: <KeyboardIcon />,
      shortcut: keyFor("help"),
      onSelect: parts.showHelp,
    },
  ];
  return items.filter((item) => item !== false);
}
