### Prices and bills.

menu-utility_complaint = Complain about a bill or service
flow-tariff_consult = A price or a bill
tariff_consult-ask-service = Which service do you mean?
    .again = Please name it: heating, water, power, fares?
    .help = You get the price with its date and source, and the bill if you give readings.
service-transport = Fares
service-parking = Parking
service-meals = Kindergarten meals
ask-readings = What are the readings: before and now?
    .again = Two numbers, “120 and 128”, or what was used: “8 m³”.
    .help = They are on your bill and on the meter itself. With two zones: “day 150, night 80”.
slot-readings = Readings
needed-readings = Without readings there is no bill to compute.
readings-backwards = The present reading is below the earlier one, and meters do not run back. Please write both again: the earlier one first. If the meter was replaced, only the supplier can compute it.

tariff_consult-price =
    { $service }:
    { $tariffs }
    As of { $as_of }, source: { $source }{ $holds_since ->
        [none] ; since when, the source does not say
       *[other] ; in force since { $holds_since }
    }. To check: { $link }{ $tariff_note ->
        [none] { "" }
       *[other] { " " }{ $tariff_note }
    }{ $countable ->
        [yes] { " " }To have a bill computed: “how much will I pay for electricity: it was 4500, now 4712”.
       *[no] { "" }
    }
tariff_consult-bill =
    { $service }, used { $used }:
    { $bill }
    Prices as of { $as_of }, source: { $source }. Debts, benefits and subsidy are not in it: only the supplier knows them.{ $tariff_note ->
        [none] { "" }
       *[other] { " " }{ $tariff_note }
    }
tariff_consult-stale = { $service }{ $used ->
    [none] { "" }
   *[other] , { $used } by the readings
}: the last price known here was checked on { $as_of }, too long ago to rely on, so no bill can be made of it. The present price: { $link }
tariff_consult-none = { $service }: this price is not known here. It is on your bill, and the city contact centre 1551 can tell it.
tariff_consult-benefits =
    The Pension Fund grants the subsidy, and with the district’s social protection office the benefits; only they decide whether you are entitled.
    Apply in Diia, at portal.pfu.gov.ua, at an administrative services centre or at the Fund itself (source: Pension Fund, October 2025).

price-cold_water-use = Cold water
price-cold_water-use-sewage = Sewerage
price-cold_water-fee-sewage = Sewerage subscriber fee
price-cold_water-fee-node_served = Water subscriber fee where the water company services the meter
price-cold_water-fee-node_not_served = Water subscriber fee where it does not
price-sewage-use = Sewerage
price-sewage-fee = Subscriber fee
price-hot_water-use = Hot water
price-heating-use = Heat
price-electricity-use = Power
price-electricity-use-night = By night, with a two-zone meter
price-electricity-use-electric_heating = With electric heating, up to 2,000 kWh a month
price-transport-use = Metro and city transport
price-line = { $price }: UAH { $amount } per { $unit }
bill-line = { $price }: { $volume } × { $amount } = UAH { $cost }
bill-sum = In all: UAH { $cost }
bill-fees = With the subscriber fee: UAH { $cost }
bill-fees-node_served = With the fee, where the water company services the meter: UAH { $cost }
bill-fees-node_not_served = With the fee, where it does not: UAH { $cost }
unit-m3 = m³
unit-gcal = Gcal
unit-kwh = kWh
unit-month = month
unit-ride = ride
unit-hour = hour
unit-day = day
tariff-note-cold_water = Your bill shows who services the meter of your house.
tariff-note-hot_water = Sewerage of hot water is not in this price.
tariff-note-heating = How much heat fell to your flat, only the bill shows.
tariff-note-electricity = Ask the supplier about a three-zone meter.
tariff-note-transport = Reduced fares and passes are not in it.
