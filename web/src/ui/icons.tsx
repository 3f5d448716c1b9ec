/** Neko's own icons: 24 px grid, one stroke weight. Decoration: the control that holds one has the name. */
import { Icon, SLASH } from "./Icon";

export const MicIcon = () => (
  <Icon>
    <rect x="9" y="3" width="6" height="11" rx="3" />
    <path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3" />
  </Icon>
);

export const MicOffIcon = () => (
  <Icon>
    <path d="M9 9V6a3 3 0 0 1 6 0v5M9.3 12.8A3 3 0 0 0 12 14M5.5 11.5a6.5 6.5 0 0 0 10.2 5.3M18.5 11.5c0 .9-.2 1.8-.5 2.6M12 18v3" />
    {SLASH}
  </Icon>
);

export const CameraIcon = () => (
  <Icon>
    <rect x="3" y="6.5" width="12.5" height="11" rx="2.5" />
    <path d="M15.5 11l4.1-2.7c.6-.4 1.4 0 1.4.7v6c0 .7-.8 1.1-1.4.7L15.5 13" />
  </Icon>
);

export const CameraOffIcon = () => (
  <Icon>
    <path d="M10.5 6.5H13A2.5 2.5 0 0 1 15.5 9v2l4.1-2.7c.6-.4 1.4 0 1.4.7v6c0 .5-.4.9-.9.8M15.5 15.5A2.5 2.5 0 0 1 13 17.5H5.5A2.5 2.5 0 0 1 3 15V9a2.5 2.5 0 0 1 2.5-2.5" />
    {SLASH}
  </Icon>
);

export const ScreenIcon = () => (
  <Icon>
    <rect x="3" y="4.5" width="18" height="12.5" rx="2" />
    <path d="M9 20.5h6M12 14V8.5M9.5 10.8L12 8.3l2.5 2.5" />
  </Icon>
);

export const ScreenOffIcon = () => (
  <Icon>
    <rect x="3" y="4.5" width="18" height="12.5" rx="2" />
    <path d="M9 20.5h6M9.7 8.5l4.6 4.5M14.3 8.5L9.7 13" />
  </Icon>
);

export const ChatIcon = () => (
  <Icon isDirectional>
    <path d="M4 20V7a2.5 2.5 0 0 1 2.5-2.5h11A2.5 2.5 0 0 1 20 7v7a2.5 2.5 0 0 1-2.5 2.5H8.5L4 20ZM8.5 9h7M8.5 12.2h4.5" />
  </Icon>
);

export const PeopleIcon = () => (
  <Icon>
    <circle cx="9" cy="8" r="3.5" />
    <path d="M2.8 19.5a6.2 6.2 0 0 1 12.4 0M15.5 4.8a3.5 3.5 0 0 1 0 6.4M17.8 14.5a6.2 6.2 0 0 1 3.4 5" />
  </Icon>
);

export const SettingsIcon = () => (
  <Icon isDirectional>
    <path d="M4 7h9M17.5 7H20M4 17h2.5M11 17h9" />
    <circle cx="15.2" cy="7" r="2.3" />
    <circle cx="8.8" cy="17" r="2.3" />
  </Icon>
);

export const LeaveIcon = () => (
  <Icon>
    <path d="M3.5 14.8c-.8-2.3 3.3-5.3 8.5-5.3s9.3 3 8.5 5.3l-.5 1.3c-.2.7-1 1-1.6.8l-2.7-.9c-.5-.2-.9-.7-.9-1.2l-.1-1.6a11 11 0 0 0-5.4 0l-.1 1.6c0 .5-.4 1-.9 1.2l-2.7.9c-.7.2-1.4-.1-1.6-.8l-.5-1.3Z" />
  </Icon>
);

export const LinkIcon = () => (
  <Icon>
    <path d="M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7l1-1" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="M5 12.5l4.5 4.5L19 7.5" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="M6 6l12 12M18 6L6 18" />
  </Icon>
);

export const SendIcon = () => (
  <Icon isDirectional>
    <path d="M4.5 12L4 5.5c0-.8.8-1.3 1.5-1l14.3 6.6c.8.4.8 1.5 0 1.8L5.5 19.5c-.7.3-1.5-.2-1.5-1L4.5 12ZM4.5 12H12" />
  </Icon>
);

export const InfoIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 11.5V16M12 8v.01" />
  </Icon>
);

export const AlertIcon = () => (
  <Icon>
    <path d="M10.6 4.5a1.6 1.6 0 0 1 2.8 0l7 12.3a1.6 1.6 0 0 1-1.4 2.4H5a1.6 1.6 0 0 1-1.4-2.4l7-12.3ZM12 9.5v3.5M12 16v.01" />
  </Icon>
);

export const GlobeIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M3.5 12h17M12 3.5c2.3 2.4 3.5 5.2 3.5 8.5s-1.2 6.1-3.5 8.5c-2.3-2.4-3.5-5.2-3.5-8.5S9.7 5.9 12 3.5Z" />
  </Icon>
);

export const LockIcon = () => (
  <Icon>
    <rect x="5" y="10.5" width="14" height="9.5" rx="2" />
    <path d="M8 10.5V8a4 4 0 0 1 8 0v2.5" />
  </Icon>
);
