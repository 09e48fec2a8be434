import type { Messages } from './messages.ts';

export const ms: Messages = {
  pageTitle: (merchant) => `Bayar kepada ${merchant}`,
  language: 'Bahasa',
  testMode: 'Mod ujian. Tiada wang sebenar terlibat.',
  openTestWallet: 'Buka dompet ujian',

  amount: 'Jumlah bayaran',
  amountPaid: 'Jumlah dibayar',
  amountOnly: 'Jumlah',
  orderNumber: 'Nombor pesanan',
  payWith: 'Kaedah bayaran',
  waiting: 'Menunggu bayaran anda',
  timeLeft: 'Baki masa',

  choose: {
    title: 'Bagaimana anda mahu membayar?',
    text: 'Pilih cara bayaran. Anda boleh menukarnya selagi belum membayar.',
    other: 'Bayar dengan cara lain',
  },
  preparing: {
    title: 'Menyediakan bayaran anda',
    text: 'Ini mengambil masa beberapa saat. Jangan tutup halaman ini.',
  },
  redirect: {
    title: 'Teruskan bayaran',
    text: (channel) => `Sahkan bayaran dengan ${channel}, kemudian anda akan kembali ke sini.`,
    button: (channel) => `Teruskan ke ${channel}`,
    card: 'Butiran kad diisi di halaman selamat penyedia bayaran sahaja, bukan di sini.',
  },
  qr: {
    title: 'Imbas untuk bayar',
    text: (channel) => `Buka aplikasi bank atau e-dompet anda dan imbas kod ${channel} ini.`,
    samePhone:
      'Menggunakan telefon ini? Simpan gambar dan buka dalam aplikasi anda, atau salin kod.',
    picture: (channel) => `Kod bayaran ${channel}`,
    save: 'Simpan gambar',
    copyCode: 'Salin kod',
    noPicture: 'Salin kod ini dan tampal dalam aplikasi bank atau e-dompet anda.',
  },
  va: {
    title: 'Bayar ke akaun maya',
    text: 'Dalam aplikasi perbankan atau di ATM, pilih akaun maya dan masukkan nombor ini.',
  },
  bankTransfer: {
    title: 'Bayar melalui pindahan bank',
    text: 'Buat pindahan ke akaun ini daripada aplikasi perbankan anda.',
  },
  bill: {
    title: 'Bayar bil ini di kaunter atau dalam aplikasi',
    text:
      'Beritahu juruwang atau pilih pengebil ini dalam aplikasi, kemudian berikan nombor ' +
      'rujukan.',
  },
  biller: 'Pengebil',
  referenceNumber: 'Nombor rujukan',
  payUntil: 'Bayar sebelum',
  anyAmount: 'Sebarang jumlah',
  amountFrom: (least) => `Daripada ${least}`,
  amountUpTo: (most) => `Sehingga ${most}`,
  amountBetween: (least, most) => `${least} hingga ${most}`,
  places: {
    title: 'Di mana anda mahu membayar?',
    text: 'Pilih satu tempat. Setiap satu mempunyai nombor sendiri.',
  },
  bank: 'Bank',
  vaNumber: 'Nombor akaun maya',
  accountNumber: 'Nombor akaun',
  accountName: 'Nama akaun',
  exactAmount: 'Sila bayar tepat jumlah ini.',

  copy: 'Salin',
  copied: 'Disalin',
  copyFailed: 'Tidak dapat disalin. Sila pilih teks dan salin sendiri.',

  paid: { title: 'Bayaran diterima', text: 'Terima kasih. Bayaran anda telah selesai.' },
  failed: {
    title: 'Bayaran gagal',
    text:
      'Jika wang telah ditolak daripada akaun anda, hubungi penjual dan berikan nombor ' +
      'pesanan.',
  },
  expired: {
    title: 'Masa untuk membayar telah tamat',
    text:
      'Jangan bayar sekarang. Jika anda sudah membayar, biarkan halaman ini terbuka: kami ' +
      'akan memaklumkan apabila bayaran diterima.',
  },
  cancelled: {
    title: 'Bayaran dibatalkan',
    text: 'Penjual telah menutup bayaran ini. Sila jangan bayar lagi.',
  },
  returned: {
    title: 'Bayaran dipulangkan',
    text:
      'Wang telah dihantar semula dan mungkin mengambil beberapa hari untuk masuk ke akaun ' +
      'anda.',
  },
  unavailable: {
    title: 'Kaedah bayaran ini tidak tersedia',
    text: 'Sila kembali kepada penjual dan pilih kaedah lain.',
  },
  notFound: {
    title: 'Bayaran tidak dijumpai',
    text: 'Pautan ini tidak lengkap atau tidak sah. Sila buka semula daripada penjual.',
  },
  trouble: {
    title: 'Bayaran tidak dapat dipaparkan sekarang',
    text: 'Tiada apa-apa yang hilang. Halaman ini akan mencuba semula dalam beberapa saat.',
  },

  returnTo: (merchant) => `Kembali ke ${merchant}`,
  returning: { before: 'Kembali secara automatik dalam ', after: '' },
  stay: 'Kekal di halaman ini',
  offline: 'Tiada sambungan. Mencuba semula…',
  verify: {
    pageTitle: (m) => `Pengesahan untuk ${m}`,
    requestNumber: 'Nombor permintaan',
    step: (n, all) => `Langkah ${n} daripada ${all}`,
    document: { title: 'Dokumen apakah yang anda ada?', text: 'Pilih dokumen yang masih sah.' },
    next: 'Teruskan',
    parts: {
      front: {
        title: 'Bahagian depan dokumen',
        text:
          'Letakkan di atas permukaan gelap. Keempat-empat penjuru mesti kelihatan dan ' +
          'tulisan boleh dibaca.',
      },
      back: {
        title: 'Bahagian belakang dokumen',
        text: 'Terbalikkan dokumen. Keempat-empat penjuru mesti kelihatan.',
      },
      portrait: {
        title: 'Gambar anda',
        text: 'Contohnya halaman gambar dokumen. Muka anda mesti jelas.',
      },
      selfie: {
        title: 'Muka anda',
        text: 'Pandang terus ke kamera di tempat terang, tanpa topi atau cermin mata hitam.',
      },
    },
    choose: 'Pilih gambar',
    hint: 'JPEG atau PNG, sehingga 5 MB.',
    camera: 'Guna kamera',
    shoot: 'Ambil gambar',
    again: 'Ambil semula',
    use: 'Guna gambar ini',
    preview: 'Pratonton gambar anda',
    noCamera: 'Kamera tidak dapat digunakan. Sila pilih gambar.',
    problems: {
      not_an_image: 'Fail ini bukan gambar JPEG atau PNG. Sila pilih yang lain.',
      damaged: 'Gambar ini rosak. Sila ambil semula.',
      too_small: 'Gambar ini terlalu kecil untuk dibaca. Sila ambil yang lebih besar.',
      too_large: 'Gambar ini terlalu besar. Sila ambil yang lebih kecil, sehingga 5 MB.',
      missing: 'Sila pilih gambar dahulu.',
    },
    confirm: {
      title: 'Hantar gambar anda?',
      text: 'Pastikan semuanya boleh dibaca. Selepas dihantar ia tidak boleh diubah.',
    },
    submit: 'Hantar',
    change: (what) => `Ambil semula: ${what}`,
    privacy:
      'Gambar anda disimpan secara disulitkan, digunakan untuk semakan ini sahaja, dan ' +
      'dipadam selepas itu.',
    checking: {
      title: 'Kami sedang menyemak gambar anda',
      text:
        'Biasanya sekejap sahaja, kadangkala perlu dilihat oleh petugas. Halaman ini boleh ' +
        'ditutup: kedai akan menerima keputusannya.',
    },
    passed: { title: 'Anda telah disahkan', text: 'Terima kasih. Anda boleh kembali ke kedai.' },
    failed: {
      title: 'Kami tidak dapat mengesahkan anda',
      text: 'Sila kembali ke kedai untuk langkah seterusnya.',
    },
    expired: { title: 'Masa telah tamat', text: 'Sila kembali ke kedai dan mulakan semula.' },
  },
  neverAsks: 'Halaman ini tidak akan meminta nombor kad, PIN atau kata laluan sekali guna (OTP).',
};
