import type { Catalogue } from "../../catalogue";

const zhHans: Catalogue<"account"> = {
  settings: {
    page: "账号",
    title: "您的账号",
    lead: "您的登录名是 {name}。",
    profile: "个人资料",
    saveProfile: "保存资料",
    profileSaved: "您的资料已保存。",
    confirmPassword: "用于确认的密码",
    confirmPasswordHint: "邮箱可以用来登录，因此更改邮箱需要您的密码。",
    changePassword: "更改密码",
    currentPassword: "当前密码",
    newPassword: "新密码",
    passwordSaved: "您的新密码已生效。",
  },

  sessions: {
    title: "您在何处登录",
    lead: "结束不属于您的会话，或遗留在别处设备上的会话：其中的通话会立即结束。",
    device: "{system} 上的 {browser}",
    unknownDevice: "未知设备",
    current: "当前浏览器，正在使用",
    used: "上次使用：{when}",
    since: "登录时间：{when}。",
    remembered: "保持登录。",
    end: "结束",
    endOne: "结束会话：{device}",
    endOthers: "结束其他所有会话",
  },
  passwordLink: {
    title: "设置密码",
    lead: "{name}，您好。请设置今后登录用的密码。",
    noLead: "管理员给了您一个用于设置密码的链接。",
    action: "设置密码",
    expires: "此链接的有效期至 {when}。",
  },
};

export default zhHans;
