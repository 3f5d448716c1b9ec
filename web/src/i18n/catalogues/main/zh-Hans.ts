/** 简体中文：称呼用“您”，句子简短。房间、邀请、通话、账号；“box”译作“盒子”。 */
import type { Catalogue } from "../../catalogue";

const zhHans: Catalogue<"main"> = {
  common: {
    description: "不出大楼的视频通话。",
    oneMoment: "请稍候…",
    tryAgain: "再试一次",
    retry: "重试",
    dismiss: "关闭提示",
    closeDialog: "关闭对话框",
    logIn: "登录",
    createAccount: "创建账号",
    goToRooms: "前往您的房间",
    copied: "已复制",
    copyByHand: "请复制此链接：",
    sentences: "{title}。{advice}",
    email: "电子邮箱",
    displayName: "显示名称",
    username: "用户名",
    password: "密码",
    passwordHint: "至少 8 个字符。长度比特殊符号更重要。",
  },

  language: {
    label: "语言",
    failed: "无法加载此语言。请检查网络，然后重新选择。",
  },

  shell: {
    nav: "主导航",
    rooms: "房间",
    admin: "管理",
    account: "账号",
    logOut: "退出登录",
    footer: "运行在这栋楼里的一台盒子上。您在这里说的和展示的一切都不会离开本楼。",
    trust: "信任这台盒子",
    check: "检查连接",
    appStumbled: "Neko 出了点问题",
    roomStumbled: "房间出了点问题",
    stumbledText: "此页面出现了错误。这不是您的问题，盒子上的内容也没有丢失。",
    reload: "重新加载页面",
  },

  notFound: {
    page: "找不到页面",
    title: "此地址没有内容",
    text: "链接可能不完整或已失效。邀请链接的末尾有 # 和一长串代码。",
    home: "前往首页",
  },

  home: {
    page: "本楼的视频通话",
    title: "通话不出大楼。",
    lead: "在本网络的任何手机或电脑上，用任何浏览器即可面对面交谈。无需应用，无需云端，无需互联网。",
    loggedInAs: "已登录为 {name}。",
    setupTitle: "这台盒子是新的：还没有人管理它",
    setupText: "请打开它启动时显示的设置链接。链接在运行它的机器的终端或日志中，只能使用一次。",
    registrationClosed: "这里的账号由管理员创建。",
    invited: "有邀请链接？直接打开即可，无需账号。",
  },

  auth: {
    usernameHint: "用于登录：字母、数字、点和短横线。",
    displayNameHint: "通话中其他人看到的名称。留空则使用用户名。",
    loginLead: "欢迎回来。",
    loginHint: "或您账号的电子邮箱地址。",
    rememberMe: "保持登录",
    rememberMeHint: "在与他人共用的电脑上请勿勾选。",
    noAccount: "还没有账号？<link>创建账号</link>",
    registerLead: "有了账号，您可以创建房间并邀请他人。",
    haveAccount: "已有账号？<link>登录</link>",
  },

  dashboard: {
    page: "房间",
    hello: "您好，{name}",
    startCall: "开始通话",
    rooms: "房间",
    emptyTitle: "还没有房间",
    emptyText: "起个名字并创建一个房间，然后把链接发给要参加的人：他们无需账号。",
    roomName: "房间名称",
    moreOptions: "更多选项",
    description: "说明",
    places: "人数上限",
    people: "{count, plural, other {# 人}}",
    listedForEveryone: "对这里的所有人可见",
    listedHint: "否则只有持有链接的人才能进入。",
    createRoom: "创建房间",
    onlyAdmins: "这里的房间由管理员创建。请向管理员申请，或通过邀请链接加入。",
    listed: "所有人可见",
    byInvite: "凭邀请进入",
    closed: "已关闭",
    nobodyInside: "没有人在内",
    inside: "{count, number}/{places, number} 人在内",
    open: "打开",
    openRoom: "打开 {room}",
    copyLink: "复制链接",
    copyLinkTo: "复制 {room} 的链接",
    close: "关闭",
    closeRoom: "关闭 {room}",
    closeQuestion: "永久关闭吗？链接将失效。",
    closeForGood: "永久关闭",
    keep: "保留",
  },

  prejoin: {
    page: "加入通话",
    looking: "正在查找房间…",
    inside: "{count, plural, =0 {还没有人在内。} other {有 # 人在内。}}",
    joinAs: "您将以<name></name>的身份加入。",
    yourName: "您的名字",
    yourNameHint: "其他人将会看到。",
    join: "加入",
    haveAccount: "在这里有账号？<link>登录</link>",
    notTrustedTitle: "此设备尚未信任盒子",
    notTrustedAdvice: "页面已打开，但浏览器拒绝了通话连接。<link>请信任盒子</link>，通话随后会自动开始。",
    allowDevices: "浏览器询问时，请允许使用摄像头和麦克风",
    cameraOff: "您的摄像头已关闭",
  },

  ended: {
    title: "您已离开通话",
    text: "只要房间还开着，您就可以回来。",
    rejoin: "重新加入",
  },

  call: {
    controls: "通话控制",
    mute: "静音",
    unmute: "取消静音",
    stopVideo: "关闭摄像头",
    startVideo: "打开摄像头",
    shareScreen: "共享屏幕",
    stopSharing: "停止共享",
    chat: "聊天",
    participants: "参与者",
    settings: "设置",
    leave: "离开",
    moreOptions: "更多选项",
    copyInvite: "复制邀请链接",
    invite: "邀请",
    closePanel: "关闭面板",
    panelStumbled: "此面板出了点问题。通话继续。",
    showAgain: "重新显示",
    joined: "{name} 已加入",
    left: "{name} 已离开",
    boxLost: "无法连接到盒子，正在自动恢复…",
    peersLost: "与 {names} 的连接已断开，正在重试…",
    upgraded: "盒子已更新。请在方便时重新加载此页面。",
    soundBlocked: "点击任意位置即可听到其他人。",
    talkingWhileMuted: "您正在静音状态下说话。",
    unread: "{count, plural, other {# 条未读聊天消息}}",
  },

  menu: {
    allAlike: "所有画面同样大小",
    oneLarge: "突出一个画面",
    showSelf: "显示自己的画面",
    hideSelf: "隐藏自己的画面",
    fullScreen: "全屏",
    exitFullScreen: "退出全屏",
    pictureInPicture: "画中画",
    closeSmallWindow: "关闭小窗口",
    qr: "加入用的二维码",
    shortcuts: "键盘快捷键",
    flipCamera: "切换摄像头",
  },

  tile: {
    you: "{name}（您）",
    muted: "已静音：",
    screen: "屏幕",
    screenOf: "{name} 的屏幕",
    yourScreen: "您的屏幕",
    sharing: "您正在共享屏幕",
    endSharing: "结束共享",
    connecting: "正在连接…",
    reconnecting: "正在重新连接…",
    pin: "固定{what, select, self {您的画面} ownScreen {您的屏幕} screen { {name} 的屏幕} other { {name}}}",
    unpin:
      "取消固定{what, select, self {您的画面} ownScreen {您的屏幕} screen { {name} 的屏幕} other { {name}}}",
    move: "移动您的画面",
    stumbled: "此画面出了点问题。通话继续。",
    showAgain: "重新显示 {name}",
  },

  invite: {
    title: "这里还没有其他人",
    text: "把此链接发给要参加的人。他们只需浏览器，无需账号。",
    copy: "复制链接",
    showQr: "显示二维码",
    qrTitle: "用二维码邀请",
    qrText: "用手机摄像头对准它。手机必须在同一网络中。",
    qrLabel: "邀请链接的二维码",
    copyThis: "复制此链接",
    linkCopied: "链接已复制",
  },

  hostLeave: {
    title: "您是本次通话的主持人",
    text: "其他人可以在您离开后继续，您也可以回来。或者您为所有人结束通话：房间将关闭，链接随之失效。",
    leave: "离开通话",
    end: "为所有人结束",
    stay: "留下",
  },

  chat: {
    log: "对话",
    empty: "还没有消息。您写的内容房间里的所有人都能看到。",
    message: "消息",
    placeholder: "发送给所有人",
    send: "发送",
    you: "您",
  },

  people: {
    you: "（您）",
    host: "主持人",
    placesTaken: "已有 {count, number} 人，上限 {places, number} 人。",
    copyLink: "复制链接给其他人",
    qr: "手机用的二维码",
    sharesScreen: "正在共享屏幕",
    microphoneOn: "麦克风已打开",
    muted: "已静音",
    cameraOn: "摄像头已打开",
    cameraOff: "摄像头已关闭",
  },

  devices: {
    camera: "摄像头",
    microphone: "麦克风",
    speaker: "扬声器",
    unnamed: "{kind, select, camera {摄像头} microphone {麦克风} other {扬声器}} {place, number}",
    microphoneLevel: "麦克风音量",
    testSpeaker: "测试扬声器",
    testPlaying: "您应该会听到三个音…",
    testFailed: "无法播放。请选择其他扬声器，然后重试。",
    pluggedIn: "已接入 {device}。",
    use: "使用 {device}",
    sound: "您的声音",
    echo: "消除回声",
    echoHint: "除非您戴着耳机，否则请保持打开。",
    noise: "消除噪音",
    noiseHint: "播放音乐时请关闭。",
    gain: "均衡音量",
    gainHint: "如果轻声部分要保持轻声，请关闭。",
    selfView: "您自己的画面",
    selfViews: {
      automatic: "自动",
      corner: "在角落",
      grid: "与其他人一起",
      hidden: "对自己隐藏",
    },
    atOnce: "更改立即生效，无需离开通话。",
  },

  quality: {
    words: {
      excellent: "连接极佳",
      good: "连接良好",
      fair: "连接一般",
      poor: "连接较差",
      unknown: "尚未测量",
    },
    choices: {
      auto: "自动",
      high: "高",
      medium: "中",
      low: "低",
      "audio-only": "仅音频",
    },
    send: "发送质量",
    sendHints: {
      auto: "在连接允许的范围内尽量清晰。",
      high: "始终清晰，即使连接较弱。",
      medium: "画面较小，减轻连接负担。",
      low: "画面小：适合信号弱的 Wi-Fi 和旧电脑。",
      "audio-only": "其他人能听到您并看到您的名字。",
    },
    receive: "接收质量",
    receiveHints: {
      auto: "在您的连接允许的范围内尽量清晰。",
      high: "与其他人发送的一样清晰。",
      medium: "请其他人发送较小的画面。",
      low: "请其他人发送小画面。",
      "audio-only": "听到其他人并看到他们的名字。",
    },
    notices: {
      none: {
        "video-changed": "连接已恢复良好：您的视频以完整质量发送。",
        nothing: "连接已恢复良好。",
        "sound-only": "连接已恢复良好。",
      },
      fair: {
        "video-changed": "连接变弱：您的视频以较小的画面发送，以保持声音清晰。",
        nothing: "连接变弱。如果声音断断续续，请在设置中选择较低的发送质量。",
        "sound-only": "连接变弱：声音可能断断续续。靠近 Wi-Fi 会有帮助。",
      },
      poor: {
        "video-changed": "连接较差：您的视频以较小的画面发送，以保持声音清晰。",
        nothing: "连接较差。如果声音断断续续，请在设置中选择较低的发送质量。",
        "sound-only": "连接较差：声音可能断断续续。靠近 Wi-Fi 会有帮助。",
      },
    },
  },

  details: {
    label: "连接详情",
    nobody: "这里没有其他人，因此没有可测量的内容。",
    path: "路径",
    paths: {
      direct: "直连",
      relayed: "经盒子中转",
      "relayed-by-them": "经对方中转",
    },
    pathOver: "{path}（{transport}）",
    unknown: "未知",
    roundTrip: "往返时间",
    jitter: "抖动",
    loss: "丢包",
    received: "接收",
    sent: "发送",
    milliseconds: "{amount} ms",
    percent: "{amount}%",
    kilobits: "{amount} kbit/s",
    videoReceived: "接收的视频",
    videoSent: "发送的视频",
    noVideo: "无",
    picture: "{size}，每秒 {count, number} 帧，{codec}",
    audioCodec: "音频编码",
  },

  shortcuts: {
    title: "键盘快捷键",
    enabled: "在通话中使用这些字母",
    enabledHint: "如果您用语音操作电脑，或容易误按按键，请关闭。",
    "toggle-audio": "打开或关闭麦克风",
    "toggle-video": "打开或关闭摄像头",
    "toggle-screen": "共享屏幕或结束共享",
    chat: "打开或关闭聊天",
    participants: "打开或关闭参与者列表",
    settings: "打开或关闭设置",
    spotlight: "突出一个画面，或全部同样大小",
    "full-screen": "进入或退出全屏",
    help: "显示此列表",
  },

  media: {
    audio: {
      insecure: {
        title: "浏览器不允许此页面使用麦克风",
        advice: "浏览器只向安全页面开放设备：请在此地址前加上 https:// 打开。",
      },
      denied: {
        title: "麦克风已被阻止",
        advice: "请用页面地址旁的图标允许使用麦克风，然后在这里打开。",
      },
      "denied-by-system": {
        title: "系统不允许浏览器使用麦克风",
        advice: "请在系统的隐私设置中允许浏览器使用麦克风，然后在这里打开。",
      },
      none: {
        title: "未找到麦克风",
        advice: "请接入一个并在这里打开。没有麦克风也可以加入。",
      },
      "in-use": {
        title: "麦克风被占用",
        advice: "似乎有其他程序正在使用。请关闭该程序，然后在这里打开麦克风。",
      },
      unplugged: {
        title: "麦克风已断开",
        advice: "请重新接入或选择其他麦克风，然后在这里打开。",
      },
      failed: {
        title: "麦克风未能启动",
        advice: "请再次尝试打开。没有麦克风也可以加入。",
      },
    },
    video: {
      insecure: {
        title: "浏览器不允许此页面使用摄像头",
        advice: "浏览器只向安全页面开放设备：请在此地址前加上 https:// 打开。",
      },
      denied: {
        title: "摄像头已被阻止",
        advice: "请用页面地址旁的图标允许使用摄像头，然后在这里打开。",
      },
      "denied-by-system": {
        title: "系统不允许浏览器使用摄像头",
        advice: "请在系统的隐私设置中允许浏览器使用摄像头，然后在这里打开。",
      },
      none: {
        title: "未找到摄像头",
        advice: "请接入一个并在这里打开。没有摄像头也可以加入。",
      },
      "in-use": {
        title: "摄像头被占用",
        advice: "似乎有其他程序正在使用。请关闭该程序，然后在这里打开摄像头。",
      },
      unplugged: {
        title: "摄像头已断开",
        advice: "请重新接入或选择其他摄像头，然后在这里打开。",
      },
      failed: {
        title: "摄像头未能启动",
        advice: "请再次尝试打开。没有摄像头也可以加入。",
      },
    },
    screen: {
      "denied-by-system": {
        title: "系统不允许浏览器共享屏幕",
        advice: "请在系统的隐私设置中允许浏览器录制屏幕，然后重新启动浏览器。",
      },
      failed: {
        title: "无法共享屏幕",
        advice: "请再试一次，或改为选择单个窗口。",
      },
    },
  },

  problems: {
    "access-denied": {
      title: "只有受邀者才能进入",
      advice: "请向邀请您的人索取完整的邀请链接：末尾有 # 和一长串代码。",
    },
    "account-disabled": {
      title: "此账号已停用",
      advice: "请联系管理员重新启用。",
    },
    "already-in-room": {
      title: "您已经在此房间中",
      advice: "请在此浏览器的其他标签页中查找。",
    },
    "already-set-up": {
      title: "这台盒子已经设置好",
      advice: "请用当时创建的账号登录。管理员可以创建其他账号。",
    },
    "bad-backup": {
      title: "无法使用此备份",
      advice: "请选择其他文件，或检查其密码短语。",
    },
    "bad-credentials": {
      title: "用户名或密码不正确",
      advice: "请检查用户名和密码。管理员可以为您设置新密码。",
    },
    "bad-message": {
      title: "有内容无法识别",
      advice: "请重新加载页面。如果再次出现，请告知管理员。",
    },
    "email-taken": {
      title: "此邮箱已有账号",
      advice: "请用它登录，或使用其他邮箱。",
    },
    "foreign-origin": {
      title: "此页面不是盒子自己的页面",
      advice: "请用盒子显示的地址打开，并在那里重试。",
    },
    "disk-failing": {
      title: "盒子无法写入磁盘",
      advice: "通话会继续。请告诉管理员检查磁盘。",
    },
    "disk-full": {
      title: "盒子没有空间了",
      advice: "这次没有保存。通话会继续。请告诉管理员清理磁盘空间，然后再试一次。",
    },
    "store-damaged": {
      title: "盒子保存的数据已损坏",
      advice: "请告诉管理员：需要恢复备份。",
    },
    internal: {
      title: "盒子出错了",
      advice: "请稍后再试。如果再次出现，请告知管理员。",
    },
    "invalid-input": {
      title: "有内容需要修改",
      advice: "请检查您填写的内容。",
    },
    "last-admin": {
      title: "这是最后一位管理员",
      advice: "请先将其他人设为管理员。",
    },
    "link-expired": {
      title: "此链接已失效",
      advice: "它已被使用、替换，或时间过久。请向管理员索取新的链接。",
    },
    "logged-out": {
      title: "您已退出登录",
      advice: "请重新登录以继续。",
    },
    "no-invite": {
      title: "您需要邀请或账号",
      advice: "请打开完整的邀请链接：末尾有 # 和一长串代码。如果您在这里有账号，请登录。",
    },
    "not-in-room": {
      title: "您已不在房间中",
      advice: "请离开并重新加入。",
    },
    outdated: {
      title: "此页面与盒子不匹配",
      advice: "请重新加载页面：盒子可能已更新。",
    },
    "peer-not-found": {
      title: "对方刚刚离开",
      advice: "您无需做任何事。",
    },
    "rate-limited": {
      title: "操作太快",
      advice: "请稍等片刻，然后重试。",
    },
    "registration-closed": {
      title: "这里的账号由管理员创建",
      advice: "请向管理员申请。加入通话无需账号：有邀请链接即可。",
    },
    "room-closed": {
      title: "此房间已关闭",
      advice: "通话已结束。请索取其他房间的链接，或创建一个房间。",
    },
    "room-full": {
      title: "此房间已满",
      advice: "请等有人离开后再试。房间的创建者可以提高人数上限。",
    },
    "room-not-found": {
      title: "没有这个房间",
      advice: "请检查链接：有些程序会截掉长链接的末尾。",
    },
    "server-closing": {
      title: "盒子正在重新启动",
      advice: "通话会自动恢复。",
    },
    "setting-fixed": {
      title: "无法在此更改",
      advice: "它是在机器上设定的。",
    },
    "too-large": {
      title: "内容太长",
      advice: "请分成几段发送。",
    },
    "too-slow": {
      title: "您的连接跟不上",
      advice: "通话会自动恢复。关闭其他程序或靠近 Wi-Fi 会有帮助。",
    },
    unauthenticated: {
      title: "您尚未登录",
      advice: "请登录后重试。",
    },
    unexpected: {
      title: "盒子给出了无法理解的回答",
      advice: "请重新加载页面。如果再次出现，请告知管理员。",
    },
    unreachable: {
      title: "盒子没有回应",
      advice: "请确认您在本楼的网络中，然后重试。",
    },
    "username-taken": {
      title: "此用户名已被使用",
      advice: "请换一个。",
    },
  },

  advice: {
    later: "请在{when}重试。",
    fromBox: "盒子提示：{detail}",
  },
};

export default zhHans;
