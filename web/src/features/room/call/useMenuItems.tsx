import { canFlipCamera } from "../../../core/media/MediaService";
import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import type { FullScreen } from "../../../hooks/useFullScreen";
import type { PictureInPicture } from "../../../hooks/usePictureInPicture";
import { useStorePart } from "../../../hooks/useStore";
import type { MenuItem } from "../../../ui/Menu";
import {
  ExitFullScreenIcon,
  FlipCameraIcon,
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
  const { preferences, call } = useServices();
  const { t } = useTranslation();
  const isHidden = useStorePart(preferences.state, ({ selfView }) => selfView === "hidden");
  const canFlip = useStorePart(call.media.state, canFlipCamera);
  const { isSpotlight, fullScreen, pictureInPicture } = parts;
  const items: Array<MenuItem | false> = [
    canFlip && {
      label: t("menu.flipCamera"),
      icon: <FlipCameraIcon />,
      onSelect: () => void call.media.flipCamera(),
    },
    {
      label: isSpotlight ? t("menu.allAlike") : t("menu.oneLarge"),
      icon: isSpotlight ? <GridIcon /> : <SpotlightIcon />,
      shortcut: keyFor("spotlight"),
      onSelect: parts.toggleSpotlight,
    },
    {
      label: isHidden ? t("menu.showSelf") : t("menu.hideSelf"),
      icon: <SelfViewIcon />,
      onSelect: () => preferences.set({ selfView: isHidden ? "automatic" : "hidden" }),
    },
    fullScreen.isPossible && {
      label: fullScreen.isOn ? t("menu.exitFullScreen") : t("menu.fullScreen"),
      icon: fullScreen.isOn ? <ExitFullScreenIcon /> : <FullScreenIcon />,
      shortcut: keyFor("full-screen"),
      onSelect: fullScreen.toggle,
    },
    pictureInPicture.isPossible && {
      label: pictureInPicture.isOn ? t("menu.closeSmallWindow") : t("menu.pictureInPicture"),
      icon: <PictureInPictureIcon />,
      onSelect: pictureInPicture.toggle,
    },
    { label: t("menu.qr"), icon: <QrIcon />, onSelect: parts.showQr },
    {
      label: t("menu.shortcuts"),
      icon: <KeyboardIcon />,
      shortcut: keyFor("help"),
      onSelect: parts.showHelp,
    },
  ];
  return items.filter((item) => item !== false);
}
