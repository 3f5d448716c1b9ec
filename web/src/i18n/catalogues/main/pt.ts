/** Português, como se escreve no Brasil: «você», frases curtas. Sala, convite, chamada, conta; a «box» é a caixa. */
import type { Catalogue } from "../../catalogue";

const pt: Catalogue<"main"> = {
  common: {
    description: "Chamadas de vídeo que não saem do prédio.",
    oneMoment: "Um momento…",
    tryAgain: "Tentar de novo",
    retry: "Tentar de novo",
    dismiss: "Dispensar",
    closeDialog: "Fechar a caixa de diálogo",
    logIn: "Entrar",
    createAccount: "Criar conta",
    goToRooms: "Ir para suas salas",
    copied: "Copiado",
    copyByHand: "Copie este link:",
    sentences: "{title}. {advice}",
    email: "E-mail",
    displayName: "Nome de exibição",
    username: "Nome de usuário",
    password: "Senha",
    passwordHint: "Pelo menos 8 caracteres. O tamanho conta mais que os símbolos.",
  },

  language: {
    label: "Idioma",
    failed: "Não foi possível carregar este idioma. Verifique a rede e escolha-o de novo.",
  },

  shell: {
    nav: "Navegação principal",
    rooms: "Salas",
    admin: "Administração",
    account: "Conta",
    logOut: "Sair da conta",
    footer: "Funciona em uma caixa neste prédio. Nada do que você diz ou mostra aqui sai dele.",
    trust: "Confiar nesta caixa",
    check: "Verificar a conexão",
    appStumbled: "O Neko tropeçou",
    roomStumbled: "A sala tropeçou",
    stumbledText: "Algo deu errado nesta página. Não é culpa sua, e nada se perdeu na caixa.",
    reload: "Recarregar a página",
  },

  notFound: {
    page: "Página não encontrada",
    title: "Não há nada neste endereço",
    text: "O link pode estar cortado ou desatualizado. Um link de convite termina com um código longo depois de um #.",
    home: "Ir para a página inicial",
  },

  home: {
    page: "Chamadas de vídeo para este prédio",
    title: "Chamadas que ficam no prédio.",
    lead: "Converse cara a cara em qualquer navegador, em qualquer celular ou notebook desta rede. Sem aplicativo, sem nuvem, sem internet.",
    loggedInAs: "Você entrou como {name}.",
    setupTitle: "Esta caixa é nova: ninguém a administra ainda",
    setupText:
      "Abra o link de configuração que ela mostrou ao iniciar. Ele está no terminal ou no registro da máquina em que ela funciona, e vale uma única vez.",
    registrationClosed: "Aqui as contas são criadas pela administração.",
    invited: "Tem um link de convite? É só abrir: você não precisa de conta.",
  },

  auth: {
    usernameHint: "É com ele que você entra: letras, números, pontos e traços.",
    displayNameHint: "O que os outros veem em uma chamada. Se ficar vazio, será o nome de usuário.",
    loginLead: "Que bom ver você de novo.",
    loginHint: "Ou o e-mail da sua conta.",
    rememberMe: "Continuar conectado",
    rememberMeHint: "Deixe desmarcado em um computador que outros usam.",
    noAccount: "Ainda não tem conta? <link>Criar conta</link>",
    registerLead: "Com uma conta você pode criar salas e convidar outras pessoas.",
    haveAccount: "Já tem conta? <link>Entrar</link>",
  },

  dashboard: {
    page: "Salas",
    hello: "Olá, {name}",
    startCall: "Começar uma chamada",
    rooms: "Salas",
    emptyTitle: "Nenhuma sala ainda",
    emptyText:
      "Dê um nome a uma sala e crie-a. Depois envie o link a quem deve participar: não é preciso ter conta.",
    roomName: "Nome da sala",
    moreOptions: "Mais opções",
    description: "Descrição",
    places: "Lugares",
    people: "{count, plural, one {# pessoa} many {# de pessoas} other {# pessoas}}",
    listedForEveryone: "Visível para todos aqui",
    listedHint: "Caso contrário, só entra quem tem o link.",
    createRoom: "Criar sala",
    onlyAdmins: "Aqui as salas são criadas pela administração. Peça uma ou entre por um link de convite.",
    listed: "Visível para todos",
    byInvite: "Só com convite",
    closed: "Fechada",
    nobodyInside: "Ninguém na sala",
    inside: "{count, number} de {places, number} na sala",
    open: "Abrir",
    openRoom: "Abrir {room}",
    copyLink: "Copiar link",
    copyLinkTo: "Copiar link de {room}",
    close: "Fechar",
    closeRoom: "Fechar {room}",
    closeQuestion: "Fechar de vez? O link deixará de funcionar.",
    closeForGood: "Fechar de vez",
    keep: "Manter",
  },

  prejoin: {
    page: "Participar de uma chamada",
    looking: "Procurando a sala…",
    inside:
      "{count, plural, =0 {Ainda não há ninguém.} one {Há uma pessoa na sala.} many {Há # de pessoas na sala.} other {Há # pessoas na sala.}}",
    joinAs: "Você participa como <name></name>.",
    yourName: "Seu nome",
    yourNameHint: "O que os outros vão ver.",
    join: "Participar",
    haveAccount: "Tem conta aqui? <link>Entrar</link>",
    notTrustedTitle: "Este dispositivo ainda não confia na caixa",
    notTrustedAdvice:
      "A página abriu, mas o navegador recusa a conexão da chamada. <link>Confie na caixa</link> e a chamada começará sozinha.",
    allowDevices: "Permita a câmera e o microfone quando o navegador pedir",
    cameraOff: "Sua câmera está desligada",
  },

  ended: {
    title: "Você saiu da chamada",
    text: "Você pode voltar enquanto a sala estiver aberta.",
    rejoin: "Voltar à chamada",
  },

  call: {
    controls: "Controles da chamada",
    mute: "Silenciar",
    unmute: "Ativar microfone",
    stopVideo: "Desligar câmera",
    startVideo: "Ligar câmera",
    shareScreen: "Compartilhar tela",
    stopSharing: "Parar de compartilhar",
    chat: "Chat",
    participants: "Participantes",
    settings: "Configurações",
    leave: "Sair",
    moreOptions: "Mais opções",
    copyInvite: "Copiar link de convite",
    invite: "Convidar",
    closePanel: "Fechar o painel",
    panelStumbled: "Este painel tropeçou. A chamada continua.",
    showAgain: "Mostrar de novo",
    joined: "{name} entrou",
    left: "{name} saiu",
    boxLost: "A caixa não está acessível. A conexão voltará sozinha…",
    peersLost: "A conexão com {names} caiu. Tentando de novo…",
    upgraded: "A caixa foi atualizada. Recarregue esta página quando for conveniente.",
    soundBlocked: "Clique em qualquer lugar para ouvir os outros.",
    talkingWhileMuted: "Você está falando com o microfone silenciado.",
    unread:
      "{count, plural, one {# mensagem não lida} many {# de mensagens não lidas} other {# mensagens não lidas}}",
  },

  menu: {
    allAlike: "Todas as imagens iguais",
    oneLarge: "Uma imagem grande",
    showSelf: "Mostrar minha imagem",
    hideSelf: "Ocultar minha imagem",
    fullScreen: "Tela cheia",
    exitFullScreen: "Sair da tela cheia",
    pictureInPicture: "Picture-in-picture",
    closeSmallWindow: "Fechar a janela pequena",
    qr: "QR code para participar",
    shortcuts: "Atalhos do teclado",
    flipCamera: "Trocar de câmera",
  },

  tile: {
    you: "{name} (você)",
    muted: "Silenciado:",
    screen: "Tela",
    screenOf: "Tela de {name}",
    yourScreen: "Sua tela",
    sharing: "Você está compartilhando sua tela",
    endSharing: "Parar de compartilhar",
    connecting: "Conectando…",
    reconnecting: "Reconectando…",
    pin: "Fixar {what, select, self {sua imagem} ownScreen {sua tela} screen {a tela de {name}} other {{name}}}",
    unpin:
      "Desafixar {what, select, self {sua imagem} ownScreen {sua tela} screen {a tela de {name}} other {{name}}}",
    move: "Mover sua imagem",
    stumbled: "Esta imagem tropeçou. A chamada continua.",
    showAgain: "Mostrar de novo: {name}",
  },

  invite: {
    title: "Ainda não há mais ninguém",
    text: "Envie este link a quem deve participar. É preciso um navegador, mas não uma conta.",
    copy: "Copiar o link",
    showQr: "Mostrar um QR code",
    qrTitle: "Convidar com um QR code",
    qrText: "Aponte a câmera de um celular para ele. O celular precisa estar na mesma rede.",
    qrLabel: "QR code do link de convite",
    copyThis: "Copiar este link",
    linkCopied: "Link copiado",
  },

  hostLeave: {
    title: "Você organiza esta chamada",
    text: "Os outros podem continuar sem você, e você pode voltar. Ou você encerra a chamada para todos: a sala fecha, e o link deixa de funcionar.",
    leave: "Sair da chamada",
    end: "Encerrar para todos",
    stay: "Ficar",
  },

  chat: {
    log: "Conversa",
    empty: "Nada ainda. O que você escrever, todos na sala vão ver.",
    message: "Mensagem",
    placeholder: "Escreva para todos",
    send: "Enviar",
    you: "Você",
  },

  people: {
    you: "(você)",
    host: "Organização",
    placesTaken: "{count, number} de {places, number} lugares ocupados.",
    copyLink: "Copiar link para outros",
    qr: "QR code para celulares",
    sharesScreen: "Compartilha a tela",
    microphoneOn: "microfone ligado",
    muted: "silenciado",
    cameraOn: "câmera ligada",
    cameraOff: "câmera desligada",
  },

  devices: {
    camera: "Câmera",
    microphone: "Microfone",
    speaker: "Alto-falante",
    unnamed: "{kind, select, camera {Câmera} microphone {Microfone} other {Alto-falante}} {place, number}",
    microphoneLevel: "Nível do microfone",
    testSpeaker: "Testar alto-falante",
    testPlaying: "Você deve ouvir três notas…",
    testFailed: "Não foi possível tocar o som. Escolha outro alto-falante e tente de novo.",
    pluggedIn: "{device} foi conectado.",
    use: "Usar {device}",
    sound: "Seu som",
    echo: "Remover eco",
    echoHint: "Deixe ligado, a menos que você use fones de ouvido.",
    noise: "Remover ruído",
    noiseHint: "Desligue para música.",
    gain: "Nivelar o volume",
    gainHint: "Desligue se trechos baixos devem continuar baixos.",
    selfView: "Sua própria imagem",
    selfViews: {
      automatic: "Automático",
      corner: "Em um canto",
      grid: "Entre os outros",
      hidden: "Oculta para mim",
    },
    atOnce: "As mudanças valem na hora, sem sair da chamada.",
  },

  quality: {
    words: {
      excellent: "Conexão excelente",
      good: "Conexão boa",
      fair: "Conexão razoável",
      poor: "Conexão ruim",
      unknown: "Ainda não medida",
    },
    choices: {
      auto: "Automática",
      high: "Alta",
      medium: "Média",
      low: "Baixa",
      "audio-only": "Só áudio",
    },
    send: "Qualidade de envio",
    sendHints: {
      auto: "Tão nítida quanto a conexão permitir.",
      high: "Sempre nítida, mesmo com conexão fraca.",
      medium: "Menor, e leve para a conexão.",
      low: "Pequena: para Wi-Fi fraco e computadores antigos.",
      "audio-only": "Os outros ouvem você e veem seu nome.",
    },
    receive: "Qualidade de recepção",
    receiveHints: {
      auto: "Tão nítida quanto sua conexão permitir.",
      high: "Tão nítida quanto os outros enviarem.",
      medium: "Pedir aos outros imagens menores.",
      low: "Pedir aos outros imagens pequenas.",
      "audio-only": "Ouvir os outros e ver seus nomes.",
    },
    notices: {
      none: {
        "video-changed": "A conexão está boa de novo: seu vídeo é enviado por completo.",
        nothing: "A conexão está boa de novo.",
        "sound-only": "A conexão está boa de novo.",
      },
      fair: {
        "video-changed": "A conexão está mais fraca: seu vídeo é enviado menor para o som continuar claro.",
        nothing:
          "A conexão está mais fraca. Se o som falhar, escolha uma qualidade de envio menor nas Configurações.",
        "sound-only": "A conexão está mais fraca: o som pode falhar. Chegar mais perto do Wi-Fi ajuda.",
      },
      poor: {
        "video-changed": "A conexão está ruim: seu vídeo é enviado menor para o som continuar claro.",
        nothing:
          "A conexão está ruim. Se o som falhar, escolha uma qualidade de envio menor nas Configurações.",
        "sound-only": "A conexão está ruim: o som pode falhar. Chegar mais perto do Wi-Fi ajuda.",
      },
    },
  },

  details: {
    label: "Detalhes da conexão",
    nobody: "Não há mais ninguém aqui, então não há o que medir.",
    path: "Caminho",
    paths: {
      direct: "Direto",
      relayed: "Retransmitido pela caixa",
      "relayed-by-them": "Retransmitido do outro lado",
    },
    pathOver: "{path}, por {transport}",
    unknown: "Desconhecido",
    roundTrip: "Ida e volta",
    jitter: "Variação",
    loss: "Perda",
    received: "Recebido",
    sent: "Enviado",
    milliseconds: "{amount} ms",
    percent: "{amount} %",
    kilobits: "{amount} kbit/s",
    videoReceived: "Vídeo recebido",
    videoSent: "Vídeo enviado",
    noVideo: "Nenhum",
    picture: "{size}, {count, number} por segundo, {codec}",
    audioCodec: "Codec de áudio",
  },

  shortcuts: {
    title: "Atalhos do teclado",
    enabled: "Usar estas letras nas chamadas",
    enabledHint: "Desligue se você fala com o computador ou aperta teclas sem querer.",
    "toggle-audio": "Ligar ou desligar o microfone",
    "toggle-video": "Ligar ou desligar a câmera",
    "toggle-screen": "Compartilhar a tela ou parar",
    chat: "Abrir ou fechar o chat",
    participants: "Abrir ou fechar a lista de participantes",
    settings: "Abrir ou fechar as configurações",
    spotlight: "Uma imagem grande, ou todas iguais",
    "full-screen": "Entrar ou sair da tela cheia",
    help: "Mostrar esta lista",
  },

  media: {
    audio: {
      insecure: {
        title: "O navegador não libera o microfone para esta página",
        advice: "Ele só libera para páginas seguras: abra este endereço com https:// na frente.",
      },
      denied: {
        title: "O microfone está bloqueado",
        advice: "Permita-o no ícone ao lado do endereço da página e ligue-o aqui.",
      },
      "denied-by-system": {
        title: "O sistema não libera o microfone para o navegador",
        advice:
          "Permita que o navegador use o microfone nas configurações de privacidade do sistema e ligue-o aqui.",
      },
      none: {
        title: "Nenhum microfone encontrado",
        advice: "Conecte um e ligue-o aqui. Você também pode participar sem ele.",
      },
      "in-use": {
        title: "O microfone está ocupado",
        advice: "Outro programa parece usá-lo. Feche esse programa e ligue o microfone aqui.",
      },
      unplugged: {
        title: "O microfone foi desconectado",
        advice: "Conecte-o de novo ou escolha outro, e ligue-o aqui.",
      },
      failed: {
        title: "O microfone não iniciou",
        advice: "Tente ligá-lo de novo. Você também pode participar sem ele.",
      },
    },
    video: {
      insecure: {
        title: "O navegador não libera a câmera para esta página",
        advice: "Ele só libera para páginas seguras: abra este endereço com https:// na frente.",
      },
      denied: {
        title: "A câmera está bloqueada",
        advice: "Permita-a no ícone ao lado do endereço da página e ligue-a aqui.",
      },
      "denied-by-system": {
        title: "O sistema não libera a câmera para o navegador",
        advice:
          "Permita que o navegador use a câmera nas configurações de privacidade do sistema e ligue-a aqui.",
      },
      none: {
        title: "Nenhuma câmera encontrada",
        advice: "Conecte uma e ligue-a aqui. Você também pode participar sem ela.",
      },
      "in-use": {
        title: "A câmera está ocupada",
        advice: "Outro programa parece usá-la. Feche esse programa e ligue a câmera aqui.",
      },
      unplugged: {
        title: "A câmera foi desconectada",
        advice: "Conecte-a de novo ou escolha outra, e ligue-a aqui.",
      },
      failed: {
        title: "A câmera não iniciou",
        advice: "Tente ligá-la de novo. Você também pode participar sem ela.",
      },
    },
    screen: {
      "denied-by-system": {
        title: "O sistema não libera a tela para o navegador",
        advice:
          "Permita que o navegador grave a tela nas configurações de privacidade do sistema e reinicie o navegador.",
      },
      failed: {
        title: "Não foi possível compartilhar a tela",
        advice: "Tente de novo ou escolha uma única janela.",
      },
    },
  },

  problems: {
    "access-denied": {
      title: "Aqui só se entra com convite",
      advice:
        "Peça o link de convite completo a quem convidou você: ele termina com um código longo depois de um #.",
    },
    "account-disabled": {
      title: "Esta conta foi desativada",
      advice: "Peça à administração que a ative de novo.",
    },
    "already-in-room": {
      title: "Você já está nesta sala",
      advice: "Procure-a em outra aba deste navegador.",
    },
    "already-set-up": {
      title: "Esta caixa já está configurada",
      advice: "Entre com a conta criada naquele momento. A administração pode criar outras.",
    },
    "bad-backup": {
      title: "Esta cópia de segurança não serve",
      advice: "Escolha outro arquivo ou confira a frase secreta.",
    },
    "bad-credentials": {
      title: "Os dados não conferem",
      advice: "Verifique o usuário e a senha. A administração pode definir uma nova senha para você.",
    },
    "bad-message": {
      title: "Algo não foi entendido",
      advice: "Recarregue a página. Se acontecer de novo, avise a administração.",
    },
    "email-taken": {
      title: "Este e-mail já tem uma conta",
      advice: "Entre com ele ou use outro endereço.",
    },
    "foreign-origin": {
      title: "Esta página não é a da caixa",
      advice: "Abra a caixa no endereço que ela mostrou e tente de novo lá.",
    },
    "disk-failing": {
      title: "A caixa não consegue escrever no disco",
      advice: "As chamadas continuam. Peça à administração que verifique o disco.",
    },
    "disk-full": {
      title: "A caixa não tem mais espaço",
      advice:
        "Isto não foi guardado. As chamadas continuam. Peça à administração que liberte espaço no disco e tente de novo.",
    },
    "store-damaged": {
      title: "Os dados da caixa estão danificados",
      advice: "Avise a administração: é preciso restaurar uma cópia de segurança.",
    },
    internal: {
      title: "A caixa cometeu um erro",
      advice: "Tente de novo daqui a pouco. Se acontecer outra vez, avise a administração.",
    },
    "invalid-input": {
      title: "Algo precisa ser revisto",
      advice: "Verifique o que você preencheu.",
    },
    "last-admin": {
      title: "Esta é a última conta de administração",
      advice: "Antes, dê esse papel a outra pessoa.",
    },
    "link-expired": {
      title: "Este link não vale mais",
      advice: "Foi usado, substituído ou é antigo demais. Peça um novo à administração.",
    },
    "logged-out": {
      title: "Sua sessão foi encerrada",
      advice: "Entre de novo para continuar.",
    },
    "no-invite": {
      title: "Você precisa de um convite ou de uma conta",
      advice:
        "Abra o link de convite completo: ele termina com um código longo depois de um #. Se você tem conta aqui, entre.",
    },
    "not-in-room": {
      title: "Você não está mais na sala",
      advice: "Saia da chamada e participe de novo.",
    },
    outdated: {
      title: "Esta página não corresponde à caixa",
      advice: "Recarregue a página: a caixa pode ter sido atualizada.",
    },
    "peer-not-found": {
      title: "Essa pessoa acabou de sair",
      advice: "Você não precisa fazer nada.",
    },
    "rate-limited": {
      title: "Rápido demais",
      advice: "Espere um momento e tente de novo.",
    },
    "registration-closed": {
      title: "Aqui as contas são criadas pela administração",
      advice: "Peça uma. Para participar de uma chamada você não precisa de conta: basta um link de convite.",
    },
    "room-closed": {
      title: "Esta sala está fechada",
      advice: "A chamada terminou. Peça o link de outra sala ou crie uma.",
    },
    "room-full": {
      title: "Esta sala está cheia",
      advice: "Espere alguém sair e tente de novo. Quem criou a sala pode permitir mais pessoas.",
    },
    "room-not-found": {
      title: "Essa sala não existe",
      advice: "Verifique o link: alguns programas cortam o final de links longos.",
    },
    "server-closing": {
      title: "A caixa está reiniciando",
      advice: "A chamada voltará sozinha.",
    },
    "setting-fixed": {
      title: "Isto não pode ser alterado aqui",
      advice: "Está definido na própria máquina.",
    },
    "too-large": {
      title: "Era longo demais",
      advice: "Envie em partes menores.",
    },
    "too-slow": {
      title: "Sua conexão não deu conta",
      advice: "A chamada voltará sozinha. Fechar outros programas ou chegar mais perto do Wi-Fi ajuda.",
    },
    unauthenticated: {
      title: "Você não entrou na sua conta",
      advice: "Entre e tente de novo.",
    },
    unexpected: {
      title: "A caixa deu uma resposta sem sentido",
      advice: "Recarregue a página. Se acontecer de novo, avise a administração.",
    },
    unreachable: {
      title: "A caixa não responde",
      advice: "Verifique se você está na rede do prédio e tente de novo.",
    },
    "username-taken": {
      title: "Este nome de usuário já existe",
      advice: "Escolha outro.",
    },
  },

  advice: {
    later: "Tente de novo {when}.",
    fromBox: "A caixa diz: {detail}",
  },
};

export default pt;
