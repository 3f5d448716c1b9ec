import type { Catalogue } from "../../catalogue";

const zhHans: Catalogue<"setup"> = {
  setup: {
    title: "设置此盒子",
    lead: "创建管理它的账号，并说明盒子的用途。以后都可以更改。",
    account: "您的账号",
    box: "此盒子",
    boxName: "盒子的名称",
    boxNameHint: "大家熟悉的名字：您的学校、诊所或船。它显示在每个页面的顶部。",
    registration: "此网络中的任何人都可以创建账号",
    registrationHint: "否则由您创建账号。访客始终不需要账号：有邀请链接即可。",
    rooms: "谁可以创建房间",
    roomsEveryone: "所有有账号的人",
    roomsAdmins: "仅管理员",
    language: "盒子的语言",
    languageHint: "用于浏览器要求的语言不受盒子支持时。",
    restoreInstead: "改为从备份恢复",
    done: "已经设置过？<link>登录</link>",
    incompleteTitle: "链接不完整",
    incompleteText: "请打开盒子启动时显示的完整设置链接：末尾的 # 后面有一串代码。",
  },
  restore: {
    title: "从备份恢复",
    lead: "盒子将变成备份中的那一个：包括账号、房间、设置，以及设备对它的信任。",
    instead: "改为设置新盒子",
    file: "备份文件",
    fileHint: "来自管理页面的“备份”，或由盒子在夜间生成。",
    passphrase: "密码短语",
    passphraseHint: "如果备份没有密码短语，请留空。",
    action: "恢复",
    sending: "正在发送备份…",
    verifying: "盒子正在检查备份是否完整…",
    restarting: "{when} 的备份完好。盒子正在重新启动；您稍后即可登录。",
    longTitle: "盒子需要更长时间",
    longText: "它可能已经恢复，并使用备份中的证书。请打开查看；如果浏览器发出警告，说明它还不信任该证书。",
    open: "打开盒子",
    refused: {
      "bad-backup": {
        title: "这不是备份，或者已损坏",
        advice: "请选择其他文件。盒子没有任何改动。",
      },
      "newer-backup": {
        title: "此备份来自更新的版本",
        advice: "请先更新此盒子。它没有任何改动。",
      },
      "wrong-passphrase": {
        title: "密码短语无法打开此备份",
        advice: "请输入创建备份时设置的密码短语。没有它，谁也无法打开备份。",
      },
    },
  },
  next: {
    title: "您的盒子已准备就绪",
    lead: "您现在管理 {name}。接下来有三件事：",
    trust: "让其他设备信任它",
    trustText: "在每部手机和每台电脑上打开一次此地址。该页面会说明如何操作。",
    qrLabel: "信任页面的二维码",
    others: "或者：{addresses}",
    room: "创建房间",
    roomText: "为它取名并发送链接。有链接的人无需账号即可加入。",
    care: "照看它",
    careText: "账号、备份和盒子的状态都在<link>管理页面</link>中。",
  },
};

export default zhHans;
