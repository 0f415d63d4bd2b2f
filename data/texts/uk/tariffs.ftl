### Prices and bills.

menu-utility_complaint = Скарга на рахунок чи послугу
flow-tariff_consult = Ціна чи рахунок
tariff_consult-ask-service = Про яку послугу йдеться?
    .again = Назвіть, будь ласка, послугу: опалення, вода, світло, проїзд?
    .help = Назву ціну з датою й джерелом і порахую рахунок, якщо дасте показання.
service-transport = Проїзд
service-parking = Паркування
service-meals = Харчування в садку
ask-readings = Які показання лічильника: попередні й теперішні?
    .again = Напишіть два числа — «120 і 128» — або одразу скільки спожито: «8 кубів».
    .help = Вони є на квитанції та на самому лічильнику. Для двозонного: «день 150, ніч 80».
slot-readings = Показання
needed-readings = Без показань рахунок не порахувати.
readings-backwards = Теперішні показання менші за попередні, а лічильник назад не крутиться. Напишіть ще раз: спершу попередні, потім теперішні. Якщо лічильник замінили, рахує лише постачальник.

tariff_consult-price =
    { $service }:
    { $tariffs }
    Станом на { $as_of }, джерело — { $source }{ $holds_since ->
        [none] ; відколи діє, джерело не каже
       *[other] ; діє з { $holds_since }
    }. Перевірити: { $link }{ $tariff_note ->
        [none] { "" }
       *[other] { " " }{ $tariff_note }
    }{ $countable ->
        [yes] { " " }Порахую й рахунок: «скільки платити за світло: було 4500, стало 4712».
       *[no] { "" }
    }
tariff_consult-bill =
    { $service }, спожито { $used }:
    { $bill }
    Ціни станом на { $as_of }, джерело — { $source }. Борг, пільги й субсидію тут не враховано: їх знає лише постачальник.{ $tariff_note ->
        [none] { "" }
       *[other] { " " }{ $tariff_note }
    }
tariff_consult-stale = { $service }{ $used ->
    [none] { "" }
   *[other] , за показаннями спожито { $used }
}: останню ціну, яку я знаю, перевірено { $as_of }. Це задавно, щоб на неї покладатися, тож рахунку за нею не назву. Чинна ціна: { $link }
tariff_consult-none = { $service }: такої ціни в мене немає. Вона є на вашій квитанції, а підкаже її контактний центр міста — 1551.
tariff_consult-benefits =
    Субсидію призначає Пенсійний фонд, пільги — він і соцзахист району; чи належать вони вам, вирішують лише там.
    Заяву подають у «Дії», на portal.pfu.gov.ua, у ЦНАПі або в самому Пенсійному фонді (джерело — ПФУ, жовтень 2025).

price-cold_water-use = Холодна вода
price-cold_water-use-sewage = Водовідведення
price-cold_water-fee-sewage = Абонплата за водовідведення
price-cold_water-fee-node_served = Абонплата за воду, якщо вузол обліку обслуговує водоканал
price-cold_water-fee-node_not_served = Абонплата за воду, якщо не обслуговує
price-sewage-use = Водовідведення
price-sewage-fee = Абонплата
price-hot_water-use = Гаряча вода
price-heating-use = Теплова енергія
price-electricity-use = Електрика
price-electricity-use-night = Уночі, за двозонним лічильником
price-electricity-use-electric_heating = З електроопаленням, до 2000 кВт·год на місяць
price-transport-use = Метро й міський транспорт
price-line = { $price } — { $amount } грн за { $unit }
bill-line = { $price }: { $volume } × { $amount } = { $cost } грн
bill-sum = Разом: { $cost } грн
bill-fees = З абонплатою: { $cost } грн
bill-fees-node_served = З абонплатою, якщо вузол обліку обслуговує водоканал: { $cost } грн
bill-fees-node_not_served = З абонплатою, якщо не обслуговує: { $cost } грн
unit-m3 = м³
unit-gcal = Гкал
unit-kwh = кВт·год
unit-month = місяць
unit-ride = поїздку
unit-hour = годину
unit-day = день
tariff-note-cold_water = Хто обслуговує вузол обліку вашого будинку, видно з квитанції.
tariff-note-hot_water = Водовідведення гарячої води в цю ціну не входить.
tariff-note-heating = Скільки тепла припало на квартиру, видно лише з квитанції.
tariff-note-electricity = Про тризонний лічильник спитайте постачальника.
tariff-note-transport = Пільговий проїзд і проїзні квитки тут не враховано.
