// Says in the reader's language that the box can't be reached, and goes on as soon as it can.

const WORDS = {
  en: {
    title: "The box can't be reached",
    advice:
      "Neko works in its own network. Is this device in the same Wi-Fi or network as the box, and is the box switched on?",
    retry: "Try again",
  },
  de: {
    title: "Die Box ist nicht erreichbar",
    advice:
      "Neko arbeitet im eigenen Netzwerk. Ist dieses Gerät im selben WLAN oder Netzwerk wie die Box, und ist die Box eingeschaltet?",
    retry: "Erneut versuchen",
  },
  fr: {
    title: "Le boîtier est injoignable",
    advice:
      "Neko fonctionne dans son propre réseau. Cet appareil est-il sur le même Wi-Fi ou réseau que le boîtier, et le boîtier est-il allumé ?",
    retry: "Réessayer",
  },
  es: {
    title: "No se puede contactar con la caja",
    advice:
      "Neko funciona en su propia red. ¿Está este dispositivo en la misma red o wifi que la caja? ¿Está la caja encendida?",
    retry: "Reintentar",
  },
  pt: {
    title: "A caixa não está acessível",
    advice:
      "O Neko funciona na própria rede. Este dispositivo está no mesmo Wi-Fi ou na mesma rede que a caixa? A caixa está ligada?",
    retry: "Tentar novamente",
  },
  zh: {
    title: "无法连接到盒子",
    advice: "Neko 在自己的网络中工作。此设备是否与盒子连接在同一个 Wi-Fi 或网络？盒子是否已开机？",
    retry: "重试",
  },
  ar: {
    title: "تعذّر الوصول إلى الصندوق",
    advice:
      "يعمل نيكو داخل شبكته الخاصة. هل هذا الجهاز متصل بنفس شبكة Wi-Fi أو الشبكة التي يتصل بها الصندوق؟ وهل الصندوق قيد التشغيل؟",
    retry: "إعادة المحاولة",
  },
};

const RETRY_MS = 5_000;

const language = navigator.languages.map((tag) => tag.split("-")[0]).find((tag) => tag in WORDS) ?? "en";
document.documentElement.lang = language;
document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
for (const [id, text] of Object.entries(WORDS[language])) document.getElementById(id).textContent = text;
document.getElementById("retry").addEventListener("click", () => location.reload());
addEventListener("online", look);
setInterval(look, RETRY_MS);

async function look() {
  const answer = await fetch("/api/health", { cache: "no-store" }).catch(() => undefined);
  if (answer !== undefined) location.reload();
}
