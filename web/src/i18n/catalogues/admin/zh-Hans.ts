import type { Catalogue } from "../../catalogue";

const zhHans: Catalogue<"admin"> = {
  admin: {
    page: "管理",
    title: "这台盒子",
    accounts: "账号",
    openRegistration: "本网络中的任何人都可以创建账号",
    openRegistrationHint: "新账号是普通账号：可以创建房间并邀请他人。访客始终无需账号。",
    fixedTitle: "这在盒子启动时已经固定",
    fixedText: "它以 --open-registration 运行，该参数优先于此开关。去掉该参数重新启动，便由此开关决定。",
    errors: "用户页面中的错误",
    noErrors: "盒子启动以来没有错误。",
    lookAgain: "再看一次",
    errorDetails: "供排查问题的详情",
  },
};

export default zhHans;
