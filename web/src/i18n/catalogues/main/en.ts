/**
 * English: the words that any page may need, and the keys that every other language must have. ICU message syntax;
 * what stands in braces or tags is handed in, and the compiler checks that it is.
 */
const en = {
  common: {
    description: "Video calls that stay in the building.",
    oneMoment: "One moment…",
    tryAgain: "Try again",
    retry: "Retry",
    dismiss: "Dismiss",
    closeDialog: "Close dialog",
    logIn: "Log in",
    createAccount: "Create account",
    goToRooms: "Go to your rooms",
    copied: "Copied",
    copyByHand: "Copy this link:",
    /** What happened and what to do, one after the other. */
    sentences: "{title}. {advice}",
    email: "Email",
    displayName: "Display name",
    username: "Username",
    password: "Password",
    passwordHint: "At least 8 characters. Length matters more than signs.",
  },

  language: {
    label: "Language",
    failed: "This language could not be loaded. Check the network, then choose it again.",
  },

  shell: {
    nav: "Main",
    rooms: "Rooms",
    admin: "Admin",
    account: "Account",
    logOut: "Log out",
    footer: "Runs on a box in this building. Nothing you say or show here leaves it.",
    trust: "Trust this box",
    check: "Check this connection",
    appStumbled: "Neko stumbled",
    roomStumbled: "The room stumbled",
    stumbledText: "Something on this page went wrong. It is not your fault, and nothing was lost on the box.",
    reload: "Reload the page",
  },

  notFound: {
    page: "Page not found",
    title: "Nothing lives at this address",
    text: "The link may be cut short or out of date. An invite link has a long code behind a # at its end.",
    home: "Go to the start page",
  },

  home: {
    page: "Video calls for this building",
    title: "Calls that stay in the building.",
    lead: "See and hear each other in any browser, on any phone or laptop in this network. No app, no cloud, no internet.",
    loggedInAs: "Logged in as {name}.",
    setupTitle: "This box is new: nobody runs it yet",
    setupText:
      "Open the set-up link that it printed when it started. It is shown in the terminal or the log of the machine it runs on, and works once.",
    registrationClosed: "Accounts are made by the administrator here.",
    invited: "Got an invite link? Just open it: you need no account.",
  },

  auth: {
    usernameHint: "What you log in with: letters, digits, dots and dashes.",
    displayNameHint: "What others see in a call. Left empty, it is your username.",
    loginLead: "Good to see you again.",
    loginHint: "Or the email address of your account.",
    rememberMe: "Remember me",
    rememberMeHint: "Leave it off on a computer that others use.",
    noAccount: "No account yet? <link>Create account</link>",
    registerLead: "With an account you can make rooms and invite others.",
    haveAccount: "Have an account? <link>Log in</link>",
  },

  dashboard: {
    page: "Rooms",
    hello: "Hello, {name}",
    startCall: "Start a call",
    rooms: "Rooms",
    emptyTitle: "No rooms yet",
    emptyText: "Name one and create it. Then send its link to whoever should join: they need no account.",
    roomName: "Room name",
    moreOptions: "More options",
    description: "Description",
    places: "Places",
    people: "{count, plural, one {# person} other {# people}}",
    listedForEveryone: "Listed for everyone here",
    listedHint: "Otherwise only people with the link can come in.",
    createRoom: "Create room",
    onlyAdmins: "Rooms are made by administrators here. Ask them for one, or join by an invite link.",
    listed: "Listed",
    byInvite: "By invite",
    closed: "Closed",
    nobodyInside: "Nobody inside",
    inside: "{count, number} of {places, number} inside",
    open: "Open",
    openRoom: "Open {room}",
    copyLink: "Copy link",
    copyLinkTo: "Copy link to {room}",
    close: "Close",
    closeRoom: "Close {room}",
    closeQuestion: "Close it for good? Its link stops working.",
    closeForGood: "Close for good",
    keep: "Keep it",
  },

  prejoin: {
    page: "Join a call",
    looking: "Looking for the room…",
    inside:
      "{count, plural, =0 {Nobody is inside yet.} one {One person is inside.} other {# people are inside.}}",
    joinAs: "You join as <name></name>.",
    yourName: "Your name",
    yourNameHint: "What the others will see.",
    join: "Join",
    haveAccount: "Have an account here? <link>Log in</link>",
    notTrustedTitle: "This device does not trust the box yet",
    notTrustedAdvice:
      "The page opened, but the browser refuses the call's connection. <link>Trust the box</link>: the call then begins by itself.",
    allowDevices: "Allow camera and microphone when the browser asks",
    cameraOff: "Your camera is off",
  },

  ended: {
    title: "You left the call",
    text: "You can come back as long as the room is open.",
    rejoin: "Rejoin",
  },

  call: {
    controls: "Call controls",
    mute: "Mute",
    unmute: "Unmute",
    stopVideo: "Stop video",
    startVideo: "Start video",
    shareScreen: "Share screen",
    stopSharing: "Stop sharing",
    chat: "Chat",
    participants: "Participants",
    settings: "Settings",
    leave: "Leave",
    moreOptions: "More options",
    copyInvite: "Copy invite link",
    invite: "Invite",
    closePanel: "Close panel",
    panelStumbled: "This panel stumbled. The call goes on.",
    showAgain: "Show it again",
    joined: "{name} joined",
    left: "{name} left",
    boxLost: "The box can't be reached. Coming back by itself…",
    peersLost: "The connection to {names} was lost. Trying again…",
    upgraded: "The box was updated. Reload this page when it suits you.",
    soundBlocked: "Click anywhere to hear the others.",
    talkingWhileMuted: "You are talking while muted.",
    unread: "{count, plural, one {# unread chat message} other {# unread chat messages}}",
  },

  menu: {
    allAlike: "All pictures alike",
    oneLarge: "One large picture",
    showSelf: "Show my own picture",
    hideSelf: "Hide my own picture",
    fullScreen: "Full screen",
    exitFullScreen: "Exit full screen",
    pictureInPicture: "Picture in picture",
    closeSmallWindow: "Close the small window",
    qr: "QR code to join",
    shortcuts: "Keyboard shortcuts",
    flipCamera: "Switch camera",
  },

  tile: {
    you: "{name} (you)",
    muted: "Muted:",
    screen: "Screen",
    screenOf: "{name}'s screen",
    yourScreen: "Your screen",
    sharing: "You are sharing your screen",
    endSharing: "End sharing",
    connecting: "Connecting…",
    reconnecting: "Reconnecting…",
    pin: "Pin {what, select, self {your picture} ownScreen {your screen} screen {{name}'s screen} other {{name}}}",
    unpin:
      "Unpin {what, select, self {your picture} ownScreen {your screen} screen {{name}'s screen} other {{name}}}",
    move: "Move your picture",
    stumbled: "This picture stumbled. The call goes on.",
    showAgain: "Show {name} again",
  },

  invite: {
    title: "You are the first one here",
    text: "Send this link to whoever should join. They need a browser and no account.",
    copy: "Copy the link",
    showQr: "Show a QR code",
    qrTitle: "Invite with a QR code",
    qrText: "Point the camera of a phone at it. The phone has to be in the same network.",
    qrLabel: "QR code of the invite link",
    copyThis: "Copy this link",
    linkCopied: "Link copied",
  },

  hostLeave: {
    title: "You host this call",
    text: "The others can go on without you, and you can come back. Or you end the call for everyone: then the room closes, and its link stops working.",
    leave: "Leave the call",
    end: "End for everyone",
    stay: "Stay",
  },

  chat: {
    log: "Conversation",
    empty: "Nothing yet. What you write is seen by everybody in the room.",
    message: "Message",
    placeholder: "Write to everybody",
    send: "Send",
    you: "You",
  },

  people: {
    you: "(you)",
    host: "Host",
    placesTaken: "{count, number} of {places, number} places taken.",
    copyLink: "Copy link for others",
    qr: "QR code for phones",
    sharesScreen: "Shares the screen",
    microphoneOn: "microphone on",
    muted: "muted",
    cameraOn: "camera on",
    cameraOff: "camera off",
  },

  devices: {
    camera: "Camera",
    microphone: "Microphone",
    speaker: "Speaker",
    /** For a device that the browser does not name. */
    unnamed: "{kind, select, camera {Camera} microphone {Microphone} other {Speaker}} {place, number}",
    microphoneLevel: "Microphone level",
    testSpeaker: "Test speaker",
    testPlaying: "You should hear three notes…",
    testFailed: "It could not be played. Choose another speaker, and try again.",
    pluggedIn: "{device} was plugged in.",
    use: "Use {device}",
    sound: "Your sound",
    echo: "Remove echo",
    echoHint: "Keep it on unless you wear a headset.",
    noise: "Remove noise",
    noiseHint: "Turn it off for music.",
    gain: "Even out the loudness",
    gainHint: "Turn it off if quiet passages should stay quiet.",
    selfView: "Your own picture",
    selfViews: {
      automatic: "Automatic",
      corner: "In a corner",
      grid: "Among the others",
      hidden: "Hidden from me",
    },
    atOnce: "Changes take effect at once, without leaving the call.",
  },

  quality: {
    words: {
      excellent: "Excellent connection",
      good: "Good connection",
      fair: "Fair connection",
      poor: "Poor connection",
      unknown: "Not measured yet",
    },
    choices: {
      auto: "Auto",
      high: "High",
      medium: "Medium",
      low: "Low",
      "audio-only": "Audio only",
    },
    send: "Sending quality",
    sendHints: {
      auto: "As sharp as the connection carries.",
      high: "Always sharp, even if the connection is weak.",
      medium: "Smaller, and easy on the connection.",
      low: "Small: for weak Wi-Fi and old computers.",
      "audio-only": "The others hear you and see your name.",
    },
    receive: "Receiving quality",
    receiveHints: {
      auto: "As sharp as your connection carries.",
      high: "As sharp as the others send.",
      medium: "Ask the others for smaller pictures.",
      low: "Ask the others for small pictures.",
      "audio-only": "Hear the others and see their names.",
    },
    notices: {
      none: {
        "video-changed": "The connection is good again: your video is sent in full.",
        nothing: "The connection is good again.",
        "sound-only": "The connection is good again.",
      },
      fair: {
        "video-changed": "The connection is weaker: your video is sent smaller so that sound stays clear.",
        nothing: "The connection is weaker. If sound breaks up, choose a lower sending quality in Settings.",
        "sound-only": "The connection is weaker: sound may break up. Moving nearer to the Wi-Fi helps.",
      },
      poor: {
        "video-changed": "The connection is poor: your video is sent smaller so that sound stays clear.",
        nothing: "The connection is poor. If sound breaks up, choose a lower sending quality in Settings.",
        "sound-only": "The connection is poor: sound may break up. Moving nearer to the Wi-Fi helps.",
      },
    },
  },

  details: {
    label: "Connection details",
    nobody: "Nobody else is here, so there is nothing to measure.",
    path: "Path",
    paths: {
      direct: "Direct",
      relayed: "Relayed by the box",
      "relayed-by-them": "Relayed on their side",
    },
    pathOver: "{path} over {transport}",
    unknown: "Not known",
    roundTrip: "Round trip",
    jitter: "Jitter",
    loss: "Loss",
    received: "Received",
    sent: "Sent",
    milliseconds: "{amount} ms",
    percent: "{amount} %",
    kilobits: "{amount} kbit/s",
    videoReceived: "Video received",
    videoSent: "Video sent",
    noVideo: "None",
    picture: "{size}, {count, number} per second, {codec}",
    audioCodec: "Audio codec",
  },

  shortcuts: {
    title: "Keyboard shortcuts",
    enabled: "Use these letters in calls",
    enabledHint: "Turn them off if you speak to your computer, or press keys by accident.",
    "toggle-audio": "Microphone on or off",
    "toggle-video": "Camera on or off",
    "toggle-screen": "Share your screen, or end it",
    chat: "Open or close the chat",
    participants: "Open or close the list of participants",
    settings: "Open or close the settings",
    spotlight: "One large picture, or all alike",
    "full-screen": "Full screen on or off",
    help: "Show this list",
  },

  media: {
    audio: {
      insecure: {
        title: "The browser keeps the microphone from this page",
        advice: "It gives devices only to secure pages: open this address with https:// in front.",
      },
      denied: {
        title: "The microphone is blocked",
        advice: "Allow it with the icon beside the page's address, then turn it on here.",
      },
      "denied-by-system": {
        title: "The system keeps the microphone from the browser",
        advice:
          "Allow the browser to use the microphone in the system's privacy settings, then turn it on here.",
      },
      none: {
        title: "No microphone was found",
        advice: "Plug one in and turn it on here. You can join without it.",
      },
      "in-use": {
        title: "The microphone is busy",
        advice: "Another program seems to use it. Close that program, then turn it on here.",
      },
      unplugged: {
        title: "The microphone was disconnected",
        advice: "Plug it in again or choose another, then turn it on here.",
      },
      failed: {
        title: "The microphone did not start",
        advice: "Try to turn it on again. You can join without it.",
      },
    },
    video: {
      insecure: {
        title: "The browser keeps the camera from this page",
        advice: "It gives devices only to secure pages: open this address with https:// in front.",
      },
      denied: {
        title: "The camera is blocked",
        advice: "Allow it with the icon beside the page's address, then turn it on here.",
      },
      "denied-by-system": {
        title: "The system keeps the camera from the browser",
        advice: "Allow the browser to use the camera in the system's privacy settings, then turn it on here.",
      },
      none: {
        title: "No camera was found",
        advice: "Plug one in and turn it on here. You can join without it.",
      },
      "in-use": {
        title: "The camera is busy",
        advice: "Another program seems to use it. Close that program, then turn it on here.",
      },
      unplugged: {
        title: "The camera was disconnected",
        advice: "Plug it in again or choose another, then turn it on here.",
      },
      failed: {
        title: "The camera did not start",
        advice: "Try to turn it on again. You can join without it.",
      },
    },
    screen: {
      "denied-by-system": {
        title: "The system keeps the screen from the browser",
        advice:
          "Allow screen recording for the browser in the system's privacy settings, then restart the browser.",
      },
      failed: {
        title: "The screen could not be shared",
        advice: "Try again, or choose a single window instead.",
      },
    },
  },

  problems: {
    "access-denied": {
      title: "This is by invite only",
      advice: "Ask whoever invited you for the full invite link: it has a long code behind a # at its end.",
    },
    "account-disabled": {
      title: "This account was disabled",
      advice: "Ask your administrator to enable it again.",
    },
    "already-in-room": {
      title: "You are already in this room",
      advice: "Look for it in another tab of this browser.",
    },
    "already-set-up": {
      title: "This box is set up already",
      advice: "Log in with the account that was made then. An administrator can make others.",
    },
    "bad-backup": {
      title: "This backup can't be used",
      advice: "Choose another file, or check its passphrase.",
    },
    "bad-credentials": {
      title: "That did not match",
      advice: "Check username and password. An administrator can set a new password for you.",
    },
    "bad-message": {
      title: "Something was not understood",
      advice: "Reload the page. If it happens again, tell your administrator.",
    },
    "email-taken": {
      title: "This email has an account already",
      advice: "Log in with it, or use another address.",
    },
    "foreign-origin": {
      title: "This page is not the box's own",
      advice: "Open the box by the address that it printed, and try again there.",
    },
    "disk-failing": {
      title: "The box can't write to its disk",
      advice: "Calls go on. Tell your administrator to check the disk.",
    },
    "disk-full": {
      title: "The box has no room left",
      advice:
        "This was not saved. Calls go on. Tell your administrator to make room on the disk, then try again.",
    },
    "store-damaged": {
      title: "What the box has stored is damaged",
      advice: "Tell your administrator: a backup has to be restored.",
    },
    internal: {
      title: "The box made a mistake",
      advice: "Try again in a moment. If it happens again, tell your administrator.",
    },
    "invalid-input": {
      title: "Something needs another look",
      advice: "Check what you filled in.",
    },
    "last-admin": {
      title: "This is the last administrator",
      advice: "Make someone else an administrator first.",
    },
    "link-expired": {
      title: "This link is good no more",
      advice: "It was used, replaced, or is too old. Ask your administrator for a new one.",
    },
    "logged-out": {
      title: "You have been logged out",
      advice: "Log in again to go on.",
    },
    "no-invite": {
      title: "You need an invite or an account",
      advice:
        "Open the full invite link: it has a long code behind a # at its end. With an account here, log in.",
    },
    "not-in-room": {
      title: "You are not in the room any more",
      advice: "Leave and join again.",
    },
    outdated: {
      title: "This page does not match the box",
      advice: "Reload the page: the box may have been updated.",
    },
    "peer-not-found": {
      title: "They have just left",
      advice: "Nothing to do.",
    },
    "rate-limited": {
      title: "That was too fast",
      advice: "Wait a moment, then try again.",
    },
    "registration-closed": {
      title: "Accounts are made by the administrator here",
      advice: "Ask them for one. To join a call you need no account: an invite link is enough.",
    },
    "room-closed": {
      title: "This room is closed",
      advice: "The call is over. Ask for the link of another room, or create one.",
    },
    "room-full": {
      title: "This room is full",
      advice: "Wait until somebody leaves, then try again. The room's owner can allow more people.",
    },
    "room-not-found": {
      title: "There is no such room",
      advice: "Check the link: some programs cut the end of a long one off.",
    },
    "server-closing": {
      title: "The box is restarting",
      advice: "The call comes back by itself.",
    },
    "setting-fixed": {
      title: "This can't be changed here",
      advice: "It is set on the machine itself.",
    },
    "too-large": {
      title: "That was too long",
      advice: "Send it in smaller pieces.",
    },
    "too-slow": {
      title: "Your connection could not keep up",
      advice: "The call comes back by itself. Closing other programs or moving nearer to the Wi-Fi helps.",
    },
    unauthenticated: {
      title: "You are not logged in",
      advice: "Log in and try again.",
    },
    unexpected: {
      title: "The box gave an answer that makes no sense",
      advice: "Reload the page. If it happens again, tell your administrator.",
    },
    unreachable: {
      title: "The box does not answer",
      advice: "Check that you are in the building's network, then try again.",
    },
    "username-taken": {
      title: "This username is taken",
      advice: "Choose another one.",
    },
  },

  advice: {
    /** {when}: "in 30 seconds", in the words of the language. */
    later: "Try again {when}.",
    /** {detail}: the box's own sentence, which is English in every language. */
    fromBox: "{detail}",
  },
} as const;

export default en;
