import type { Catalogue } from "../../catalogue";

const pt: Catalogue<"check"> = {
  check: {
    page: "Verificação",
    title: "As chamadas vão funcionar daqui?",
    lead: "Esta página testa tudo de que uma chamada precisa, deste aparelho até a caixa. Ela não muda nada.",
    running: "Verificando… leva até meio minuto.",
    summary: {
      good: "As chamadas vão funcionar daqui.",
      warning: "As chamadas vão funcionar, mas algo poderia ser melhor.",
      broken: "Algo impede as chamadas.",
    },
    levels: {
      good: "Bom",
      warning: "Poderia ser melhor",
      broken: "Com defeito",
      unknown: "Não se sabe",
    },
    way: "O caminho até a caixa",
    again: "Verificar de novo",
    report: "Relatório",
    reportHint:
      "Para quem cuida da caixa: o que foi encontrado, este navegador e endereços desta rede. Não contém nomes, senhas nem convites.",
    copy: "Copiar relatório",
    subjects: {
      page: "Página",
      trust: "Confiança",
      socket: "Sinalização",
      clock: "Relógio",
      udp: "Relay por UDP",
      tcp: "Relay por TCP",
      tls: "Relay por TLS",
      speed: "Velocidade do relay",
      direct: "Conexões diretas",
    },
    good: {
      secure: "A página é segura: o navegador empresta a ela a câmera e o microfone.",
      trusted: "Este aparelho confia na caixa.",
      "socket-opens": "A conexão pela qual as chamadas são combinadas abre.",
      "clocks-agree": "Os relógios deste aparelho e da caixa coincidem.",
      "direct-addresses":
        "Este navegador informa seu endereço aos outros na rede, que assim podem se conectar diretamente.",
      "direct-names":
        "Este navegador esconde seu endereço atrás de um nome na rede. A maioria dos aparelhos o encontra; para os outros, a caixa retransmite.",
    },
    path: {
      open: "O relay é alcançado por {path}.",
      closed: "O relay não é alcançado por {path}.",
      unknown: "Este navegador não diz se o relay é alcançado por {path}.",
    },
    pathAdvice: {
      udp: "Um firewall parece barrar UDP entre aqui e a caixa. As chamadas tomam outro caminho, com mais atraso. Quem cuida da rede pode abrir UDP para a porta da caixa.",
      tcp: "As chamadas tomam outro caminho. Se um dia UDP também falhar, este fará falta: quem cuida da rede pode abrir TCP para a porta da caixa.",
      tls: "Em geral este aparelho não confia na caixa: veja acima. Este caminho faz falta onde um firewall só deixa passar TLS.",
      none: "Parece haver um firewall, uma rede de convidados ou uma VPN entre aqui e a caixa. Use o mesmo Wi-Fi que os outros, desligue a VPN e peça que a porta da caixa seja aberta para UDP e TCP.",
      unknown: "Entre, ou use Chrome ou Edge, para que seja medido.",
    },
    clocksDiffer: "Os relógios deste aparelho e da caixa diferem em {difference}.",
    clocksAdvice:
      "Sessões e certificados seguem o relógio. Deixe este aparelho acertar o seu sozinho; se estiver certo, a administração pode acertar o da caixa.",
    speed: {
      fast: "{time} ms ida e volta, {rate} Mbit/s: o bastante para chamadas.",
      slow: "{time} ms ida e volta, {rate} Mbit/s: pouco para imagens.",
      advice: "Aproxime-se do Wi-Fi, use um cabo ou escolha na chamada uma qualidade de envio menor.",
    },
    bad: {
      insecure: {
        found: "A página não é segura: o navegador não dá a ela câmera nem microfone.",
        advice: "Abra o endereço da caixa com https:// na frente.",
      },
      "box-away": {
        found: "A caixa não responde.",
        advice: "Veja se este aparelho está na rede do prédio e se a caixa está ligada, e verifique de novo.",
      },
      "not-trusted": {
        found: "Este aparelho não confia na caixa: o aviso do navegador foi ignorado.",
        advice:
          "O relay por TLS então não funciona, e iPhones recusam chamadas. Faz-se uma vez em cada aparelho.",
      },
      "wrong-name": {
        found: "O certificado da caixa não vale para o endereço desta página.",
        advice:
          "Abra a caixa pelo nome ou endereço que ela mostrou, ou que a página sobre a confiança mostra.",
      },
      "trust-unknown": {
        found: "Este navegador não diz se confia na caixa.",
        advice: "Se a página abriu sem aviso, confia.",
      },
      "socket-refused": {
        found: "A página abriu, mas o navegador recusa a conexão pela qual as chamadas são combinadas.",
        advice:
          "Em geral este aparelho ainda não confia na caixa. Um proxy que não conhece WebSockets faz o mesmo.",
      },
      "relay-broken": {
        found: "Nenhuma conexão pelo relay se formou.",
        advice:
          "Aparelhos que não se veem diretamente ficarão sem imagem. A administração pode testar o relay.",
      },
      "relay-unmeasured": {
        found: "Não medido: é preciso uma conta ou um convite.",
        advice: "Entre, ou participe uma vez de uma chamada como convidado nesta aba, e verifique de novo.",
      },
      "direct-none": {
        found: "Este navegador não informa nenhum endereço aos outros na rede.",
        advice:
          "Uma configuração, uma extensão ou uma VPN proíbe. As chamadas passam pela caixa, que trabalha mais; nada mais falta.",
      },
    },
    devicesTitle: "Câmera, microfone e alto-falante",
    devicesLead: "O navegador pergunta antes de emprestá-los. Ninguém mais vê ou ouve você.",
    devicesTest: "Testar câmera e microfone",
    devicesStop: "Encerrar o teste",
    devicesSee: "Você deve se ver, e a barra deve se mover quando você fala.",
    devices: {
      "camera-works": "A câmera funciona.",
      "camera-there": "Há uma câmera.",
      "microphone-works": "O microfone funciona.",
      "microphone-there": "Há um microfone.",
      "speaker-there": "Há um alto-falante. Teste para ter certeza.",
      "speaker-unlisted": "Este navegador não lista alto-falantes. Teste para ter certeza.",
    },
  },
};

export default pt;
