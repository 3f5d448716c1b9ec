import type { Catalogue } from "../../catalogue";

const zhHans: Catalogue<"check"> = {
  check: {
    page: "检查",
    title: "从这里能正常通话吗？",
    lead: "此页面会测试通话所需的一切，从此设备一直到盒子。它不会更改任何内容。",
    running: "正在检查…最多需要半分钟。",
    summary: {
      good: "从这里可以正常通话。",
      warning: "可以通话，但有些地方可以改善。",
      broken: "有问题妨碍通话。",
    },
    levels: {
      good: "良好",
      warning: "可以改善",
      broken: "有故障",
      unknown: "未知",
    },
    way: "到盒子的线路",
    again: "再次检查",
    report: "报告",
    reportHint: "供照看盒子的人使用：检查结果、此浏览器以及此网络中的地址。其中没有姓名、密码或邀请。",
    copy: "复制报告",
    subjects: {
      page: "页面",
      trust: "信任",
      socket: "信令",
      clock: "时钟",
      udp: "UDP 中转",
      tcp: "TCP 中转",
      tls: "TLS 中转",
      speed: "中转速度",
      direct: "直接连接",
    },
    good: {
      secure: "页面是安全的：浏览器允许它使用摄像头和麦克风。",
      trusted: "此设备信任盒子。",
      "socket-opens": "用于安排通话的连接可以打开。",
      "clocks-agree": "此设备与盒子的时钟一致。",
      "direct-addresses": "此浏览器会把地址告诉网络中的其他人，因此他们可以直接连接。",
      "direct-names": "此浏览器用网络中的一个名称隐藏其地址。那里的大多数设备能找到它；其余的由盒子中转。",
    },
    path: {
      open: "可以通过 {path} 到达中转。",
      closed: "无法通过 {path} 到达中转。",
      unknown: "此浏览器不说明能否通过 {path} 到达中转。",
    },
    pathAdvice: {
      udp: "此处与盒子之间似乎有防火墙阻止 UDP。通话会走其他线路，延迟更大。网络管理者可以开放到盒子端口的 UDP。",
      tcp: "通话会走其他线路。如果有一天 UDP 也不通，就会缺少这条线路：网络管理者可以开放到盒子端口的 TCP。",
      tls: "多半是此设备不信任盒子：见上文。在防火墙只放行 TLS 的地方，就会缺少这条线路。",
      none: "此处与盒子之间似乎有防火墙、访客网络或 VPN。请使用与其他人相同的 Wi-Fi，关闭 VPN，并请网络管理者为 UDP 和 TCP 开放盒子的端口。",
      unknown: "请登录，或使用 Chrome 或 Edge 进行测量。",
    },
    clocksDiffer: "此设备与盒子的时钟相差 {difference}。",
    clocksAdvice: "会话和证书以时钟为准。请让此设备自动设置时间；如果它是对的，管理员可以设置盒子的时钟。",
    speed: {
      fast: "往返 {time} 毫秒，{rate} Mbit/s：足够通话。",
      slow: "往返 {time} 毫秒，{rate} Mbit/s：传输画面较为勉强。",
      advice: "请靠近 Wi-Fi、使用网线，或在通话中选择较低的发送质量。",
    },
    bad: {
      insecure: {
        found: "页面不安全：浏览器不允许它使用摄像头和麦克风。",
        advice: "请在盒子的地址前加上 https:// 打开。",
      },
      "box-away": {
        found: "盒子没有响应。",
        advice: "请检查此设备是否在楼内网络中、盒子是否开着，然后再次检查。",
      },
      "not-trusted": {
        found: "此设备不信任盒子：浏览器的警告被略过了。",
        advice: "这样 TLS 中转无法使用，iPhone 也会拒绝通话。每台设备只需操作一次。",
      },
      "wrong-name": {
        found: "盒子的证书不适用于此页面的地址。",
        advice: "请用盒子显示的、或信任页面上列出的名称或地址打开盒子。",
      },
      "trust-unknown": {
        found: "此浏览器不说明它是否信任盒子。",
        advice: "如果页面打开时没有警告，就是信任的。",
      },
      "socket-refused": {
        found: "页面打开了，但浏览器拒绝用于安排通话的连接。",
        advice: "多半是此设备还不信任盒子。不支持 WebSocket 的代理也会如此。",
      },
      "relay-broken": {
        found: "未能通过中转建立连接。",
        advice: "无法直接互通的设备将没有画面。管理员可以在管理页面中测试中转。",
      },
      "relay-unmeasured": {
        found: "未测量：这需要账号或邀请。",
        advice: "请登录，或在此标签页中以访客身份加入一次通话，然后再次检查。",
      },
      "direct-none": {
        found: "此浏览器不向网络中的其他人提供任何地址。",
        advice: "某项设置、扩展或 VPN 禁止了它。通话会经过盒子，盒子负担更重；除此之外没有问题。",
      },
    },
    devicesTitle: "摄像头、麦克风和扬声器",
    devicesLead: "浏览器会先询问您。其他人不会看到或听到您。",
    devicesTest: "测试摄像头和麦克风",
    devicesStop: "结束测试",
    devicesSee: "您应该能看到自己，说话时音量条应该会动。",
    devices: {
      "camera-works": "摄像头正常。",
      "camera-there": "有摄像头。",
      "microphone-works": "麦克风正常。",
      "microphone-there": "有麦克风。",
      "speaker-there": "有扬声器。请测试以确认。",
      "speaker-unlisted": "此浏览器不列出扬声器。请测试以确认。",
    },
  },
};

export default zhHans;
