import type { Messages } from './messages.ts';

export const fil: Messages = {
  pageTitle: (merchant) => `Magbayad sa ${merchant}`,
  language: 'Wika',
  testMode: 'Test mode. Walang totoong perang gagalaw.',
  openTestWallet: 'Buksan ang test wallet',

  amount: 'Halagang babayaran',
  amountPaid: 'Halagang binayaran',
  amountOnly: 'Halaga',
  orderNumber: 'Numero ng order',
  payWith: 'Paraan ng pagbabayad',
  waiting: 'Hinihintay ang iyong bayad',
  timeLeft: 'Natitirang oras',

  choose: {
    title: 'Paano mo gustong magbayad?',
    text:
      'Pumili ng paraan ng pagbabayad. Maaari mo itong palitan hangga’t hindi ka pa ' +
      'nakakabayad.',
    other: 'Magbayad sa ibang paraan',
  },
  preparing: {
    title: 'Inihahanda ang iyong pagbabayad',
    text: 'Ilang segundo lang ito. Huwag munang isara ang page na ito.',
  },
  redirect: {
    title: 'Magpatuloy sa pagbabayad',
    text: (channel) => `Kumpirmahin ang bayad sa ${channel}, pagkatapos ay babalik ka rito.`,
    button: (channel) => `Magpatuloy sa ${channel}`,
    card: 'Sa ligtas na page ng provider mo ilalagay ang detalye ng card, hindi kailanman dito.',
  },
  qr: {
    title: 'I-scan para magbayad',
    text: (channel) => `Buksan ang iyong bank o e-wallet app at i-scan ang ${channel} code na ito.`,
    samePhone:
      'Nasa teleponong ito ang app? I-save ang larawan at buksan sa app, o kopyahin ang code.',
    picture: (channel) => `${channel} code sa pagbabayad`,
    save: 'I-save ang larawan',
    copyCode: 'Kopyahin ang code',
    noPicture: 'Kopyahin ang code at i-paste sa iyong bank o e-wallet app.',
  },
  va: {
    title: 'Magbayad sa virtual account',
    text: 'Sa iyong banking app o sa ATM, piliin ang virtual account at ilagay ang numerong ito.',
  },
  bankTransfer: {
    title: 'Magbayad sa bank transfer',
    text: 'Mag-transfer sa account na ito mula sa iyong banking app.',
  },
  bill: {
    title: 'Bayaran ang bill na ito sa counter o sa app',
    text: 'Sabihin sa kahera o piliin sa app ang biller na ito, at ibigay ang reference number.',
  },
  biller: 'Pagbabayarang kompanya',
  referenceNumber: 'Numero ng sanggunian',
  payUntil: 'Bayaran hanggang',
  anyAmount: 'Kahit magkano',
  amountFrom: (least) => `Mula ${least}`,
  amountUpTo: (most) => `Hanggang ${most}`,
  amountBetween: (least, most) => `${least} hanggang ${most}`,
  places: {
    title: 'Saan mo gustong magbayad?',
    text: 'Pumili ng lugar. May sariling numero ang bawat isa.',
  },
  bank: 'Bangko',
  vaNumber: 'Numero ng virtual account',
  accountNumber: 'Numero ng account',
  accountName: 'Pangalan ng account',
  exactAmount: 'Pakibayaran ang eksaktong halagang ito.',

  copy: 'Kopyahin',
  copied: 'Nakopya na',
  copyFailed: 'Hindi nakopya. Pakipili ang text at kopyahin ito.',

  paid: { title: 'Natanggap ang bayad', text: 'Salamat. Kumpleto na ang iyong pagbabayad.' },
  failed: {
    title: 'Hindi natuloy ang bayad',
    text:
      'Kung nabawasan na ang iyong account, kontakin ang tindahan at ibigay ang numero ng ' +
      'order.',
  },
  expired: {
    title: 'Tapos na ang oras ng pagbabayad',
    text:
      'Huwag nang magbayad ngayon. Kung nakapagbayad ka na, panatilihing bukas ang page na ' +
      'ito: lalabas dito kapag dumating ang bayad.',
  },
  cancelled: {
    title: 'Kinansela ang pagbabayad',
    text: 'Isinara na ng tindahan ang pagbabayad na ito. Huwag nang magbayad.',
  },
  returned: {
    title: 'Ibinalik ang bayad',
    text:
      'Naipadala na pabalik ang bayad. Maaaring umabot ng ilang araw bago pumasok sa iyong ' +
      'account.',
  },
  unavailable: {
    title: 'Hindi magagamit ang paraang ito',
    text: 'Bumalik sa tindahan at pumili ng ibang paraan ng pagbabayad.',
  },
  notFound: {
    title: 'Hindi makita ang pagbabayad',
    text: 'Kulang o hindi wasto ang link na ito. Buksan itong muli mula sa tindahan.',
  },
  trouble: {
    title: 'Hindi maipakita ang pagbabayad sa ngayon',
    text: 'Walang nawala. Susubukan muli ng page na ito sa loob ng ilang segundo.',
  },

  returnTo: (merchant) => `Bumalik sa ${merchant}`,
  returning: { before: 'Babalik sa loob ng ', after: '' },
  stay: 'Manatili sa page na ito',
  offline: 'Walang koneksyon. Sinusubukan muli…',
  verify: {
    pageTitle: (m) => `Beripikasyon para sa ${m}`,
    requestNumber: 'Numero ng kahilingan',
    step: (n, all) => `Hakbang ${n} ng ${all}`,
    document: {
      title: 'Anong dokumento ang mayroon ka?',
      text: 'Pumili ng dokumentong hindi pa expired.',
    },
    next: 'Magpatuloy',
    parts: {
      front: {
        title: 'Harap ng iyong dokumento',
        text:
          'Ilagay ito sa madilim na patungan. Dapat kita ang apat na sulok at nababasa ang ' +
          'sulat.',
      },
      back: {
        title: 'Likod ng iyong dokumento',
        text: 'Baligtarin ito. Dapat kita ang apat na sulok.',
      },
      portrait: {
        title: 'Larawan mo',
        text: 'Halimbawa, ang pahinang may larawan sa dokumento. Dapat malinaw ang iyong mukha.',
      },
      selfie: {
        title: 'Ang iyong mukha',
        text:
          'Tumingin nang diretso sa kamera sa maliwanag na lugar, walang sumbrero o ' +
          'sunglasses.',
      },
    },
    choose: 'Pumili ng larawan',
    hint: 'JPEG o PNG, hanggang 5 MB.',
    camera: 'Gamitin ang kamera',
    shoot: 'Kunan ng larawan',
    again: 'Kunan ulit',
    use: 'Gamitin ang larawang ito',
    preview: 'Preview ng iyong larawan',
    noCamera: 'Hindi magamit ang kamera. Pumili na lang ng larawan.',
    problems: {
      not_an_image: 'Hindi ito larawang JPEG o PNG. Pumili ng iba.',
      damaged: 'Sira ang larawang ito. Kunan ulit.',
      too_small: 'Masyadong maliit ang larawan para mabasa. Kumuha ng mas malaki.',
      too_large: 'Masyadong malaki ang larawan. Kumuha ng mas maliit, hanggang 5 MB.',
      missing: 'Pumili muna ng larawan.',
    },
    confirm: {
      title: 'Ipadala ang iyong mga larawan?',
      text: 'Tiyaking nababasa ang lahat. Hindi na ito mababago pagkatapos.',
    },
    submit: 'Ipadala',
    change: (what) => `Kunan ulit: ${what}`,
    privacy:
      'Naka-encrypt ang iyong mga larawan, gagamitin lang sa pagsusuring ito, at buburahin ' +
      'pagkatapos.',
    checking: {
      title: 'Sinusuri namin ang iyong mga larawan',
      text:
        'Karaniwang saglit lang, at minsan kailangang tingnan ng tao. Puwede mong isara ang ' +
        'pahinang ito: ipapaalam ang resulta sa tindahan.',
    },
    passed: { title: 'Na-verify ka na', text: 'Salamat. Puwede ka nang bumalik sa tindahan.' },
    failed: {
      title: 'Hindi ka namin ma-verify',
      text: 'Bumalik sa tindahan para malaman ang susunod na gagawin.',
    },
    expired: { title: 'Tapos na ang oras', text: 'Bumalik sa tindahan at magsimula ulit.' },
  },
  neverAsks: 'Hindi kailanman hihingi ang page na ito ng numero ng card, PIN, o OTP.',
};
