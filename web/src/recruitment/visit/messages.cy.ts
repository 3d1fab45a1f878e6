import type { messages as english } from './messages.ts'

/** Made by a machine; the page says so until somebody who speaks Welsh has looked it over. */
export const messages: Record<keyof typeof english, string> = {
  'visit.title': 'Astudiaeth gyfweld',
  'visit.language': 'Iaith',
  'visit.machine':
    'Peiriant a wnaeth eiriau’r dudalen hon yn yr iaith hon, ac nid oes neb wedi edrych drostynt eto.',
  'visit.machineDocument': 'Peiriant a wnaeth y testun hwn, ac nid oes neb wedi edrych drosto eto.',
  'visit.loading': 'Un eiliad…',
  'visit.away':
    'Ni ellir cyrraedd y dudalen ar hyn o bryd. Nid oes dim a ysgrifennoch wedi’i golli: rhowch gynnig arall arni.',
  'visit.again': 'Rhowch gynnig arall arni',
  'visit.noLink': 'Nid yw’r ddolen hon yn gyflawn. Agorwch hi eto o’r neges a anfonwyd atoch.',

  'visit.closed.not open': 'Nid yw’r astudiaeth hon wedi dechrau eto.',
  'visit.closed.closed': 'Nid yw’r astudiaeth hon yn derbyn rhagor o bobl. Diolch am edrych.',
  'visit.closed.no site recruits':
    'Nid yw’r astudiaeth hon yn derbyn neb ar hyn o bryd. Diolch am edrych.',
  'visit.read': 'Darllenwch am yr astudiaeth yn gyntaf',
  'visit.minutes': 'Mae’r cyfweliad yn cymryd tua {minutes} munud.',

  'visit.you': 'Beth ddylem ei wybod amdanoch?',
  'visit.you.hint': 'Cynifer ag y dymunwch, neu ddim un. Nid oes rhaid i chi brofi dim byd.',
  'visit.ownWords': 'Yn fy ngeiriau fy hun',
  'visit.ratherNot': 'Byddai’n well gennyf beidio â dweud',
  'visit.saysSo': 'I bwy mae’r astudiaeth hon',
  'visit.saysSo.hint': 'Mae eich gair chi yn ddigon.',
  'visit.why': 'Pam rydym yn gofyn: {why}',
  'visit.exclusion.date.hint': 'Gadewch ef yn wag os nad yw’n berthnasol i chi.',
  'visit.yes': 'Ydy',
  'visit.no': 'Nac ydy',
  'visit.where': 'Ble rydych chi’n astudio?',
  'visit.site': 'Prifysgol neu ysgol',
  'visit.site.choose': 'Dewiswch…',
  'visit.year': 'Blwyddyn',
  'visit.year.none': 'Byddai’n well gennyf beidio â dweud, neu nid yw’n un o’r rhain',
  'visit.yearN': 'Blwyddyn {year}',
  'visit.programme': 'Cwrs',
  'visit.programme.none': 'Byddai’n well gennyf beidio â dweud',
  'visit.reach': 'Sut mae cysylltu â chi?',
  'visit.name': 'Beth gawn ni eich galw chi?',
  'visit.email': 'E-bost',
  'visit.email.hint': 'Byddwn yn anfon eich dolen eich hun yno.',
  'visit.phone': 'Ffôn',
  'visit.phone.hint': 'Os byddai’n well gennych gael galwad. Mae un o’r ddau yn ddigon.',
  'visit.website': 'Gadewch hwn yn wag',
  'visit.send': 'Cofrestru',
  'visit.sending': 'Yn anfon…',
  'visit.missing.site': 'Dewiswch ble rydych chi’n astudio.',
  'visit.missing.name': 'Dywedwch beth gawn ni eich galw chi.',
  'visit.missing.reach': 'Rhowch gyfeiriad e-bost neu rif ffôn, fel y gallwn gysylltu â chi.',
  'visit.missing.email': 'Nid yw hwn yn edrych fel cyfeiriad e-bost. Edrychwch arno unwaith eto.',

  'visit.done': 'Diolch',
  'visit.done.text':
    'Byddwn yn ysgrifennu atoch. Gyda’ch dolen eich hun gallwch weld, newid neu ddileu’r hyn a roesoch i ni, unrhyw bryd.',
  'visit.done.mailed': 'Rydym wedi anfon y ddolen hon atoch.',
  'visit.done.keep':
    'Cadwch y ddolen hon: chi yn unig piau hi, ac ni all neb ei hanfon atoch eto heb ofyn pwy ydych chi.',
  'visit.done.open': 'Agor fy nhudalen',
  'visit.copy': 'Copïo’r ddolen',
  'visit.copied': 'Wedi’i chopïo',

  'visit.mine': 'Eich tudalen',
  'visit.state.signed up': 'Cofrestroch ar {date}. Byddwn yn ysgrifennu atoch.',
  'visit.state.screened': 'Rydym wedi siarad â chi, a byddwn yn ysgrifennu atoch.',
  'visit.state.eligible': 'Gallwch gymryd rhan. Byddwn yn ysgrifennu atoch pan fydd lle.',
  'visit.state.waiting': 'Rydych ar y rhestr aros. Byddwn yn ysgrifennu atoch os daw lle yn rhydd.',
  'visit.state.selected': 'Mae lle i chi. Byddwn yn ysgrifennu atoch yn fuan iawn.',
  'visit.state.invited': 'Rydych wedi’ch gwahodd i gyfweliad.',
  'visit.state.not eligible': 'Y tro hwn ni allwn eich gwahodd. Diolch am gynnig.',
  'visit.state.consented': 'Rydych wedi cytuno i gymryd rhan. Diolch.',
  'visit.state.scheduled': 'Mae dyddiad i’ch cyfweliad.',
  'visit.state.interviewed': 'Diolch am y cyfweliad.',
  'visit.state.debriefed': 'Diolch am y cyfweliad.',
  'visit.state.analysed': 'Diolch am y cyfweliad.',
  'visit.state.declined':
    'Dywedoch y byddai’n well gennych beidio â chymryd rhan. Mae hynny’n iawn.',
  'visit.state.withdrew':
    'Rydych wedi gadael yr astudiaeth. Cafodd yr hyn a roesoch i ni ei ddileu.',
  'visit.state.no answer':
    'Ni allem gysylltu â chi. Ysgrifennwch atom os hoffech gymryd rhan o hyd.',
  'visit.state.did not attend':
    'Gwelsom eich eisiau. Ysgrifennwch atom os hoffech gymryd rhan o hyd.',
  'visit.given': 'Yr hyn a roesoch i ni',
  'visit.given.change': 'Ei newid',
  'visit.given.save': 'Cadw',
  'visit.given.cancel': 'Ei adael fel yr oedd',
  'visit.given.saved': 'Wedi’i gadw.',
  'visit.given.none': 'Dim byd',
  'visit.friends': 'Dweud wrth eraill',
  'visit.friends.text':
    'Ydych chi’n adnabod rhywun a allai gymryd rhan? Anfonwch y ddolen hon atynt. Dim ond y bobl sy’n trefnu’r cyfweliadau sy’n gweld mai oddi wrthych chi y daeth.',
  'visit.friends.make': 'Gwneud dolen i eraill',
  'visit.leave': 'Dileu popeth a gadael',
  'visit.leave.text':
    'Caiff eich enw, sut rydym yn cysylltu â chi a phopeth a ddywedoch wrthym eu dileu ar unwaith ac am byth. Nid oes rhaid i chi roi rheswm.',
  'visit.leave.sure': 'Ie, dileu popeth',
  'visit.leave.not': 'Na, ei gadw',
}
