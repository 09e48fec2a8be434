import type { Messages } from './messages.ts';

export const id: Messages = {
  pageTitle: (merchant) => `Bayar ke ${merchant}`,
  language: 'Bahasa',
  testMode: 'Mode uji coba. Tidak ada uang sungguhan yang berpindah.',
  openTestWallet: 'Buka dompet uji coba',

  amount: 'Total pembayaran',
  amountPaid: 'Jumlah dibayar',
  amountOnly: 'Jumlah',
  orderNumber: 'Nomor pesanan',
  payWith: 'Metode pembayaran',
  waiting: 'Menunggu pembayaran Anda',
  timeLeft: 'Sisa waktu',

  choose: {
    title: 'Mau bayar dengan apa?',
    text: 'Pilih cara bayar. Anda bisa menggantinya selama belum membayar.',
    other: 'Bayar dengan cara lain',
  },
  preparing: {
    title: 'Menyiapkan pembayaran',
    text: 'Hanya perlu beberapa detik. Jangan tutup halaman ini.',
  },
  redirect: {
    title: 'Lanjutkan pembayaran',
    text: (channel) => `Konfirmasi pembayaran di ${channel}, lalu Anda akan kembali ke sini.`,
    button: (channel) => `Lanjut ke ${channel}`,
    card: 'Data kartu hanya diisi di halaman aman penyedia pembayaran, tidak pernah di sini.',
  },
  qr: {
    title: 'Pindai untuk membayar',
    text: (channel) => `Buka aplikasi bank atau e-wallet, lalu pindai kode ${channel} ini.`,
    samePhone:
      'Membuka halaman ini di ponsel yang sama? Simpan gambar lalu buka di aplikasi, atau ' +
      'salin kodenya.',
    picture: (channel) => `Kode pembayaran ${channel}`,
    save: 'Simpan gambar',
    copyCode: 'Salin kode',
    noPicture: 'Salin kode ini dan tempel di aplikasi bank atau e-wallet Anda.',
  },
  va: {
    title: 'Bayar ke virtual account',
    text: 'Di m-banking atau ATM, pilih menu virtual account lalu masukkan nomor ini.',
  },
  bankTransfer: {
    title: 'Bayar dengan transfer bank',
    text: 'Transfer ke rekening ini melalui m-banking Anda.',
  },
  bill: {
    title: 'Bayar tagihan ini di gerai atau aplikasi',
    text:
      'Sebutkan perusahaan ini kepada kasir atau pilih di aplikasi, lalu berikan nomor ' +
      'referensi.',
  },
  biller: 'Perusahaan penagih',
  referenceNumber: 'Nomor referensi',
  payUntil: 'Bayar sebelum',
  anyAmount: 'Berapa pun',
  amountFrom: (least) => `Mulai ${least}`,
  amountUpTo: (most) => `Maksimal ${most}`,
  amountBetween: (least, most) => `${least} sampai ${most}`,
  places: {
    title: 'Di mana Anda ingin membayar?',
    text: 'Pilih satu tempat. Masing-masing punya nomor sendiri.',
  },
  bank: 'Bank',
  vaNumber: 'Nomor virtual account',
  accountNumber: 'Nomor rekening',
  accountName: 'Nama rekening',
  exactAmount: 'Bayar tepat sesuai jumlah ini.',

  copy: 'Salin',
  copied: 'Tersalin',
  copyFailed: 'Gagal menyalin. Silakan pilih teksnya lalu salin.',

  paid: { title: 'Pembayaran berhasil', text: 'Terima kasih. Pembayaran Anda sudah selesai.' },
  failed: {
    title: 'Pembayaran gagal',
    text: 'Jika saldo Anda sudah terpotong, hubungi penjual dan sebutkan nomor pesanan.',
  },
  expired: {
    title: 'Waktu pembayaran habis',
    text:
      'Jangan membayar lagi. Jika sudah membayar, biarkan halaman ini terbuka: kami beri ' +
      'tahu saat pembayaran masuk.',
  },
  cancelled: {
    title: 'Pembayaran dibatalkan',
    text: 'Penjual telah menutup pembayaran ini. Mohon jangan membayar lagi.',
  },
  returned: {
    title: 'Pembayaran dikembalikan',
    text: 'Dana telah dikirim kembali dan bisa perlu beberapa hari untuk masuk ke rekening Anda.',
  },
  unavailable: {
    title: 'Metode pembayaran ini tidak tersedia',
    text: 'Silakan kembali ke penjual dan pilih metode lain.',
  },
  notFound: {
    title: 'Pembayaran tidak ditemukan',
    text: 'Tautan ini tidak lengkap atau tidak valid. Silakan buka lagi dari penjual.',
  },
  trouble: {
    title: 'Pembayaran belum bisa ditampilkan',
    text: 'Tidak ada yang hilang. Halaman ini akan mencoba lagi dalam beberapa detik.',
  },

  returnTo: (merchant) => `Kembali ke ${merchant}`,
  returning: { before: 'Kembali otomatis dalam ', after: '' },
  stay: 'Tetap di halaman ini',
  offline: 'Koneksi terputus. Mencoba lagi…',
  verify: {
    pageTitle: (m) => `Verifikasi untuk ${m}`,
    requestNumber: 'Nomor permintaan',
    step: (n, all) => `Langkah ${n} dari ${all}`,
    document: { title: 'Dokumen apa yang Anda miliki?', text: 'Pilih dokumen yang masih berlaku.' },
    next: 'Lanjutkan',
    parts: {
      front: {
        title: 'Bagian depan dokumen',
        text: 'Letakkan di permukaan gelap. Keempat sudut harus terlihat dan tulisan terbaca.',
      },
      back: {
        title: 'Bagian belakang dokumen',
        text: 'Balik dokumen. Keempat sudut harus terlihat.',
      },
      portrait: {
        title: 'Foto Anda',
        text: 'Misalnya halaman foto dokumen. Wajah harus terlihat jelas.',
      },
      selfie: {
        title: 'Wajah Anda',
        text: 'Lihat lurus ke kamera di tempat terang, tanpa topi atau kacamata hitam.',
      },
    },
    choose: 'Pilih gambar',
    hint: 'JPEG atau PNG, maksimal 5 MB.',
    camera: 'Gunakan kamera',
    shoot: 'Ambil foto',
    again: 'Ambil ulang',
    use: 'Gunakan foto ini',
    preview: 'Pratinjau foto Anda',
    noCamera: 'Kamera tidak dapat digunakan. Silakan pilih gambar.',
    problems: {
      not_an_image: 'Berkas ini bukan gambar JPEG atau PNG. Silakan pilih yang lain.',
      damaged: 'Gambar ini rusak. Silakan ambil ulang.',
      too_small: 'Gambar ini terlalu kecil untuk dibaca. Silakan ambil yang lebih besar.',
      too_large: 'Gambar ini terlalu besar. Silakan ambil yang lebih kecil, maksimal 5 MB.',
      missing: 'Silakan pilih gambar terlebih dahulu.',
    },
    confirm: {
      title: 'Kirim gambar Anda?',
      text: 'Pastikan semuanya terbaca. Setelah dikirim tidak dapat diubah.',
    },
    submit: 'Kirim',
    change: (what) => `Ambil ulang: ${what}`,
    privacy: 'Gambar Anda disimpan terenkripsi, hanya dipakai untuk pemeriksaan ini, lalu dihapus.',
    checking: {
      title: 'Kami sedang memeriksa gambar Anda',
      text:
        'Biasanya sebentar, kadang perlu dilihat petugas. Halaman ini boleh ditutup: toko ' +
        'akan menerima hasilnya.',
    },
    passed: { title: 'Anda terverifikasi', text: 'Terima kasih. Anda dapat kembali ke toko.' },
    failed: {
      title: 'Kami tidak dapat memverifikasi Anda',
      text: 'Silakan kembali ke toko untuk mengetahui langkah berikutnya.',
    },
    expired: { title: 'Waktunya sudah habis', text: 'Silakan kembali ke toko dan mulai lagi.' },
  },
  neverAsks: 'Halaman ini tidak pernah meminta nomor kartu, PIN, atau kode OTP.',
};
