/** Icons for how the room is shown. */
import { Icon, SLASH } from "./Icon";

export const MoreIcon = () => (
  <Icon>
    <path d="M12 5v.01M12 12v.01M12 19v.01" strokeWidth="3" />
  </Icon>
);

export const PinIcon = () => (
  <Icon>
    <path d="M9 3.5h6l-.7 6.3 3.2 3.2v1.5h-11V13l3.2-3.2L9 3.5ZM12 14.5V21" />
  </Icon>
);

export const UnpinIcon = () => (
  <Icon>
    <path d="M9.4 7L9 3.5h6l-.7 6.3 3.2 3.2v1.5M14.5 14.5h-8V13l3.1-3.1M12 14.5V21" />
    {SLASH}
  </Icon>
);

export const FlipCameraIcon = () => (
  <Icon>
    <path d="M4 8.5A1.5 1.5 0 0 1 5.5 7h2L9 4.8h6L16.5 7h2A1.5 1.5 0 0 1 20 8.5v8a1.5 1.5 0 0 1-1.5 1.5H13M9 18H5.5A1.5 1.5 0 0 1 4 16.5V12M6.5 14.5L4 12l-2.5 2.5M15.5 15.5L13 18l2.5 2.5" />
    <circle cx="12" cy="12" r="2.6" />
  </Icon>
);

export const GridIcon = () => (
  <Icon>
    <rect x="3.5" y="4.5" width="7.5" height="6.5" rx="1.4" />
    <rect x="13" y="4.5" width="7.5" height="6.5" rx="1.4" />
    <rect x="3.5" y="13" width="7.5" height="6.5" rx="1.4" />
    <rect x="13" y="13" width="7.5" height="6.5" rx="1.4" />
  </Icon>
);

export const SpotlightIcon = () => (
  <Icon isDirectional>
    <rect x="3.5" y="4.5" width="11.5" height="15" rx="1.6" />
    <path d="M18 5.5h2.5M18 12h2.5M18 18.5h2.5" />
  </Icon>
);

export const FullScreenIcon = () => (
  <Icon>
    <path d="M4 9V5.5A1.5 1.5 0 0 1 5.5 4H9M15 4h3.5A1.5 1.5 0 0 1 20 5.5V9M20 15v3.5a1.5 1.5 0 0 1-1.5 1.5H15M9 20H5.5A1.5 1.5 0 0 1 4 18.5V15" />
  </Icon>
);

export const ExitFullScreenIcon = () => (
  <Icon>
    <path d="M9 4v3.5A1.5 1.5 0 0 1 7.5 9H4M20 9h-3.5A1.5 1.5 0 0 1 15 7.5V4M15 20v-3.5a1.5 1.5 0 0 1 1.5-1.5H20M4 15h3.5A1.5 1.5 0 0 1 9 16.5V20" />
  </Icon>
);

export const PictureInPictureIcon = () => (
  <Icon>
    <rect x="3" y="5" width="18" height="14" rx="2" />
    <rect x="11.5" y="11" width="7" height="5.5" rx="1" fill="currentColor" stroke="none" />
  </Icon>
);

export const SelfViewIcon = () => (
  <Icon>
    <rect x="3" y="5" width="18" height="14" rx="2" />
    <circle cx="12" cy="10.5" r="2.3" />
    <path d="M7.5 17a4.6 4.6 0 0 1 9 0" />
  </Icon>
);

export const MoveIcon = () => (
  <Icon>
    <path d="M12 3.5v17M3.5 12h17M9.5 6L12 3.5 14.5 6M9.5 18l2.5 2.5 2.5-2.5M6 9.5L3.5 12 6 14.5M18 9.5l2.5 2.5-2.5 2.5" />
  </Icon>
);

export const KeyboardIcon = () => (
  <Icon>
    <rect x="2.5" y="6" width="19" height="12" rx="2" />
    <path d="M6.5 10v.01M10.2 10v.01M13.8 10v.01M17.5 10v.01M8 14h8" />
  </Icon>
);

export const QrIcon = () => (
  <Icon>
    <rect x="4" y="4" width="6" height="6" rx="1" />
    <rect x="14" y="4" width="6" height="6" rx="1" />
    <rect x="4" y="14" width="6" height="6" rx="1" />
    <path d="M14 14h2.5v2.5M20 14v.01M14 20v-1M20 17.5V20h-2.5" />
  </Icon>
);

export const SpeakerIcon = () => (
  <Icon isDirectional>
    <path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4Z" />
    <path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11" />
  </Icon>
);
