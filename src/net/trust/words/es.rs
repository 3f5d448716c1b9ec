use super::Words;

pub(super) const WORDS: Words = Words {
    code: "es",
    name: "Español",
    direction: "ltr",
    title: "Haz que este dispositivo confíe en la caja",
    why: "Neko funciona en este edificio, sin internet. Por eso ninguna empresa responde por ella: la caja responde por sí misma, y \
          tu dispositivo debe saber una vez que está bien. Después no hay más avisos, y las llamadas funcionan en todas partes.",
    harmless_title: "No puede usarse en tu contra",
    harmless: "El certificado solo puede responder por esta caja: por sus propios nombres, por nombres como .local, .lan, \
               .home.arpa e .internal, y por direcciones de redes privadas. Ese límite está escrito en él y no se puede quitar. No \
               vale para ningún sitio de internet, ni para correo, ni para programas.",
    steps_on: "Qué hacer:",
    other_systems: "¿Otro dispositivo?",
    download: "Obtener el certificado",
    fingerprint_title: "¿Es el correcto?",
    fingerprint: "Donde tu dispositivo muestre una huella digital, compárala con esta. Quien administra la caja ve la misma en la \
                  página de administración y con neko cert show.",
    check_title: "¿Ha funcionado?",
    check_waiting: "Este dispositivo todavía no confía en la caja. Esto se pone verde solo.",
    check_good: "Este dispositivo confía en la caja.",
    check_without_script: "Abre la caja otra vez: si no hay aviso, ha funcionado.",
    open: "Abrir Neko",
    undo: "Puedes quitar el certificado cuando quieras, en el mismo lugar.",
    ios: [
        "En Safari, toca *Obtener el certificado* y después *Permitir*.",
        "Abre *Ajustes*, toca *Perfil descargado* arriba, después *Instalar*, e introduce tu código.",
        "En *Ajustes*, ve a *General*, *Información*, abajo del todo *Ajustes de confianza de los certificados*, y activa *Neko CA*.",
        "Vuelve a esta página.",
    ],
    android: [
        "Toca *Obtener el certificado*. Si Android dice que solo se puede instalar en Ajustes, es lo correcto.",
        "Abre *Ajustes* y busca *certificado de CA* (casi siempre en *Seguridad*, *Más ajustes de seguridad*, *Cifrado y \
         credenciales*, *Instalar un certificado*).",
        "Toca *Certificado de CA*, *Instalar de todos modos*, introduce tu código y elige el archivo *ca.crt*.",
        "Vuelve a esta página.",
    ],
    windows: [
        "Haz clic en *Obtener el certificado* y abre el archivo *ca.crt*.",
        "Haz clic en *Instalar certificado…*, deja *Usuario actual*, haz clic en *Siguiente*.",
        "Elige *Colocar todos los certificados en el siguiente almacén*, *Examinar…*, *Entidades de certificación raíz de \
         confianza*, después *Siguiente* y *Finalizar*.",
        "Windows muestra una huella digital: compárala con la de abajo (SHA-1), haz clic en *Sí* y reinicia el navegador.",
    ],
    macos: [
        "Haz clic en *Obtener el certificado* y abre *ca.crt*: *Acceso a Llaveros* pregunta dónde; *inicio de sesión* basta.",
        "En *Acceso a Llaveros*, haz doble clic en *Neko CA*.",
        "Abre *Confiar* y pon *Al utilizar este certificado* en *Confiar siempre*.",
        "Cierra la ventana e introduce tu contraseña.",
    ],
    linux: [
        "Haz clic en *Obtener el certificado*.",
        "En Chrome, Chromium o Edge: *Configuración*, *Privacidad y seguridad*, *Seguridad*, *Gestionar certificados*, después \
         *Personalizados* y *Certificados de confianza* (antes *Entidades emisoras*), *Importar*, elige *ca.pem* y marca sitios web.",
        "Para todo lo demás en este ordenador, ejecuta las órdenes de abajo.",
    ],
    chromeos: [
        "Haz clic en *Obtener el certificado*.",
        "Abre *Configuración*, *Privacidad y seguridad*, *Seguridad*, *Gestionar certificados*, *Entidades emisoras*.",
        "Haz clic en *Importar*, elige *ca.crt* y marca *Confiar en este certificado para identificar sitios web*.",
    ],
    firefox: [
        "Haz clic en *Obtener el certificado*: Firefox pregunta enseguida.",
        "Marca *Confiar en esta CA para identificar sitios web*; *Ver* muestra la huella. Haz clic en *Aceptar*.",
        "Si el archivo se guardó: *Ajustes*, *Privacidad & Seguridad*, *Certificados*, *Ver certificados…*, *Autoridades*, \
         *Importar…*.",
    ],
};
