### Filing a case and following it: questions, summaries, what happens next.

## Questions

ask-description = Напишіть одним повідомленням: що сталося і де?
    .again = Спробуймо іншими словами: що саме зламалося чи заважає?
    .help = Досить кількох слів: «не горить ліхтар біля Теремківської, 12».
ask-description-more = Щоб передати кому треба: що саме зламалося чи заважає?
    .again = Назвіть, будь ласка, саму річ: ліфт, труба, світло, дорога?
appeal_submit-ask-description = Опишіть суть одним повідомленням: що хочете сказати владі?
    .again = Напишіть, будь ласка, докладніше: що не так або що ви пропонуєте?
    .help = Кількох речень досить: що відбувається, де й чого ви просите. Якщо звертаєтеся до певної установи — назвіть її.
ask-address = Напишіть вулицю й номер будинку або надішліть геомітку: де це?
    .again = Напишіть, будь ласка, адресу ось так: «Драгоманова, 15».
    .help = Підійде вулиця й будинок у будь-якому вигляді або геомітка.
appeal_submit-ask-address = За законом потрібна адреса, де ви живете. Яка вона?
    .again = Напишіть, будь ласка, вулицю, будинок і квартиру: «Драгоманова, 15, кв. 3».
    .help = Звернення без місця проживання закон дозволяє не розглядати. Адресу побачить лише установа, якій ви пишете.
set_address-ask-address = За якою адресою ви живете?
    .again = Напишіть, будь ласка, вулицю й номер будинку: «Драгоманова, 15».
    .help = За адресою знаємо, хто вас обслуговує, тож далі її не питатимемо.
ask-address-house = { $address }: { $by_place ->
    [yes] біля якого будинку?
   *[other] який номер будинку?
}
    .again = Напишіть, будь ласка, лише номер: «15» або «15-А».
ask-address-street = Яка це вулиця?
    .again = Напишіть, будь ласка, як вона називається: «Драгоманова».
ask-address-which = Таких вулиць кілька. Яка саме?
    .again = Оберіть вулицю зі списку або напишіть її повну назву.
ask-scope = { $by_place ->
    [yes] Це на вулиці чи при будинку — у дворі, під’їзді, підвалі?
   *[other] Так лише у вас чи в усьому будинку?
}
    .again = { $by_place ->
        [yes] Оберіть, що ближче: міська вулиця чи сам будинок і його двір?
       *[other] Оберіть, що ближче: тільки ваша квартира чи цілий будинок?
    }
    .help = За це відповідають різні служби, тож від вашої відповіді залежить, куди піде заявка.
scope-outside = { $by_place ->
    [yes] На вулиці чи в парку
   *[other] В усьому будинку
}
scope-inside = { $by_place ->
    [yes] При будинку
   *[other] Лише в мене
}
ask-district = { $address ->
    [none] У якому районі міста?
   *[other] { $address }: який це район?
}
    .again = Оберіть район або напишіть його назву.
    .help = Довгі вулиці йдуть через кілька районів, а службу визначає район.
ask-district-one = { $address ->
    [none] Це { $likely_districts } район?
   *[other] { $address }: це { $likely_districts } район?
}
    .again = Оберіть район або напишіть його назву.
ask-district-all = Оберіть, будь ласка, ваш район.
ask-entrance = Який під’їзд?
    .again = Напишіть номер під’їзду цифрою: «2».
    .help = Так бригада одразу піде куди треба.
skip-entrance = Не знаю
skip-district = Не знаю
ask-apartment = Яка квартира?
    .again = Напишіть номер квартири цифрами: «15».
    .help = Номер потрібен, щоб майстер знав, у які двері дзвонити. Можна й без нього.
skip-apartment = Без квартири
ask-floor = Який поверх?
    .again = Напишіть номер поверху цифрою: «3».
ask-since = Відколи так?
    .again = Напишіть день: «учора», «з понеділка», «22 листопада».
ask-phone = На який номер зателефонувати майстрові?
    .again = Напишіть номер ось так: 067 123 45 67.
    .help = Майстер зателефонує, якщо не знайде місця. Номер побачить лише служба, яка отримає заявку; можна й без нього.
skip-phone = Без номера
appeal_submit-ask-phone = За яким номером з вами зв’язатися?
    .again = Напишіть номер ось так: 067 123 45 67.
ask-email = На яку електронну адресу відповісти?
    .again = Напишіть адресу ось так: imia@example.com.
ask-name = { $appeal_kind_id ->
    [info_request] Закон вимагає знати, хто питає. Ваші прізвище та ім’я?
   *[other] Закон вимагає знати, хто звертається. Ваші прізвище, ім’я та по батькові, а через кому — адреса, де живете?
}
    .again = Напишіть, будь ласка, повністю: прізвище, ім’я, по батькові.
    .help = Анонімних звернень закон не дозволяє розглядати. Ім’я побачить лише установа, якій ви пишете.
ask-official = Кому адресувати: якій установі чи посадовцю?
    .again = Напишіть назву установи: «КМДА», «Дарницька РДА».
    .help = Не знаєте — не біда: контактний центр міста передасть тому, хто за це відповідає.
skip-official = Не знаю, визначте самі

slot-appeal_kind = Вид
add-appeal_kind = Указати вид
skip-appeal_kind = Не знаю
ask-appeal_kind = Що це: пропозиція, заява, скарга чи запит на інформацію?
    .again = Оберіть, будь ласка, вид: від нього залежить строк відповіді.
    .help = Пропозиція — що поліпшити, заява — чого просите, скарга — що порушено, запит — які відомості чи документи надати.
appeal_kind-proposal = Пропозиція
appeal_kind-application = Заява
appeal_kind-complaint = Скарга
appeal_kind-info_request = Запит на інформацію

## How long it will take, asked before it is filed

dispatcher_request-how-long = Залежить від служби: від години до кількох діб. Її строк покажемо перед поданням.
appeal_submit-how-long = За законом відповідь — не пізніше ніж за місяць, а на запит на інформацію — за п’ять робочих днів.

who-sees = Ваші слова й дані бачать лише працівники установи, яка відповідає; кожен перегляд записується.

## When an answer does not fit

needed = Без цього, на жаль, не вийде.
needed-address = Без адреси бригада не знайде місця. Підійде й орієнтир: «біля метро Позняки».
appeal_submit-needed-address = Без адреси закон не дозволяє розглядати звернення.
set_address-needed-address = Без вулиці й будинку адресу не збережу.
needed-name = Без імені закон не дозволяє розглядати звернення.
needed-description = Без опису ніхто не знатиме, що робити.
point-is-no-address = Позначка на карті тут не підійде.

other-town = Схоже, це не Київ, а ми приймаємо лише київські адреси. Якщо все-таки Київ — напишіть вулицю й будинок.
not-a-phone = Схоже, у номері бракує цифр або є зайві.
not-own-contact = Здається, це не ваш номер. Надішліть, будь ласка, свій.
contact-not-needed = Дякую, номер зараз не потрібен.
not-a-name = Схоже, це не ім’я.
name-too-short = За законом потрібні щонайменше прізвище та ім’я.
place-noted = Місце позначено.
contact-noted = Номер записано.
files-kept = { $count ->
    [1] Додано файл.
    [one] Додано { $count } файл.
    [few] Додано { $count } файли.
   *[many] Додано { $count } файлів.
}
files-first = Бачу, дякую. Додам до заявки.
file-not-image = Цей файл не схожий на фото, тож його не додано. Надішліть, будь ласка, знімок (JPEG, PNG або WebP).
file-too-big = Файл завеликий, тож його не додано. Надішліть, будь ласка, менший — до 20 МБ.
file-missing = Файл не дійшов. Надішліть його, будь ласка, ще раз.

## Lines of a summary, as buttons

slot-description = Опис
slot-service_code = Що сталося
slot-address = Адреса
slot-scope = Де саме
slot-district = Район
slot-entrance = Під’їзд
slot-apartment = Квартира
slot-phone = Номер телефону
slot-name = Ім’я
slot-official = Кому
slot-since = Відколи
slot-floor = Поверх
add-phone = Додати номер
add-official = Указати, кому
no-house-number = Без номера будинку
known-address = Так, { $address }
district-name = { $district }
district-other = Інший район

## Summaries

dispatcher_request-summary =
    { $service_code }: { $address }{ $entrance ->
        [none] { "" }
       *[other] , під’їзд { $entrance }
    }{ $apartment ->
        [none] { "" }
       *[other] , кв. { $apartment }
    }.{ $since ->
        [none] { "" }
       *[other] { " " }Триває з { $since }.
    }{ $address_verified ->
        [no] { " " }Вулиці немає в нашому переліку — передамо, як ви написали.
       *[other] { "" }
    }{ $danger ->
        [none] { "" }
       *[other] { " " }Позначимо як небезпечне.
    }
    Заявку отримає { $body }; зазвичай відгукуються { $first_response_hours ->
        [1] протягом години
        [24] протягом доби
        [72] протягом трьох діб
        [120] протягом п’яти діб
        [one] протягом { $first_response_hours } години
       *[other] протягом { $first_response_hours } годин
    }.{ $files ->
        [none] { $photo_helps ->
            [yes] { " " }З фото знайдуть швидше — надішліть його сюди.
           *[other] { "" }
        }
       *[other] { " " }Додано файлів: { $files }.
    }{ $phone ->
        [none] { "" }
       *[other] { " " }Телефон: { $phone }.
    }{ $consent ->
        [yes] { " " }Ваші дані побачить лише ця установа; подаючи, ви погоджуєтеся на це: { $privacy_url }
       *[other] { "" }
    }
    Подаємо?
appeal_submit-summary =
    { $appeal_kind ->
        [none] Звернення
       *[other] { $appeal_kind }
    }. Кому: { $body ->
        [none] визначить контактний центр міста
       *[other] { $body }
    }{ $holder ->
        [none] { "" }
       *[other] { " " }— { $holder }, { $holder_post }
    }.
    «{ $description }»
    { $name }{ $address ->
        [none] { "" }
       *[other] , { $address }
    }{ $apartment ->
        [none] { "" }
       *[other] , кв. { $apartment }
    }{ $phone ->
        [none] { "" }
       *[other] , { $phone }
    }{ $email ->
        [none] { "" }
       *[other] , { $email }
    }.
    За законом відповідь — не пізніше ніж за { $appeal_kind_id ->
        [info_request] { $urgent ->
            [yes] 48 годин, бо йдеться про безпеку людей чи довкілля
           *[other] п’ять робочих днів
        }
       *[other] місяць
    }, у цьому чаті.{ $consent ->
        [yes] { " " }Ваші дані побачить лише ця установа; подаючи, ви погоджуєтеся на це: { $privacy_url }
       *[other] { "" }
    }
    Подаємо?
set_address-summary =
    Ваша адреса: { $address }{ $apartment ->
        [none] { "" }
       *[other] , кв. { $apartment }
    }{ $district ->
        [none] { "" }
       *[other] , { $district } район
    }.{ $consent ->
        [yes] { " " }Бачитимуть її лише ті, кому ви подаєте заявку; зберігаючи, ви погоджуєтеся на це: { $privacy_url }
       *[other] { "" }
    }
    Зберегти?
appeal_submit-needs-name = Без імені та адреси закон не дозволяє розглядати звернення. Подати його особисто можна в приймальні установи. Чернетку стерто.
set_address-not-kept = Гаразд, адресу не зберігаю.
set_address-saved = Збережено: { $address }. Більше не питатиму.
no-consent = Без згоди подати не можу. Чернетку стерто.

## Filed

case-filed =
    Подано{ $anonymous ->
        [yes] { " " }без ваших даних
       *[other] { "" }
    }: **{ $case_number }**. { $handed ->
        [yes] Передано, відповідає
       *[no] Передаємо, відповідатиме
    } { $body }, { $due_basis ->
        [law] за законом — до { $due_at }
       *[norm] зазвичай — до { $due_at } (це норма служби, не закон)
    }.
    { $resident ->
        [none] Напишемо
       *[other] { $resident }, напишемо
    }, щойно щось зміниться. Спитати самим: «{ $due_basis ->
        [law] що з моїм зверненням
       *[norm] де моя заявка
    }».

## How it goes

case-info-given = { $case_number }: дякую, уточнення { $handed ->
    [no] передаємо
   *[yes] передано
}. Відповідає { $body }.
case-added = Додано до **{ $case_number }**: { $added_files ->
    [0] { $words ->
        [none] місце на карті
       *[other] ваші слова
    }
    [1] { $words ->
        [none] файл
       *[other] файл і ваші слова
    }
   *[other] { $words ->
        [none] файли
       *[other] файли й ваші слова
    }
}.
case-add-over = { $case_number } уже закрито, додати до неї не можна.
menu-add_elsewhere = Це про інше
case-status-none = З цього чату ще нічого не подано.
case-status-unknown = Серед ваших заявок такого номера немає. Перевірте номер або перегляньте свої заявки.
case-status-one =
    { $case_number } — { $case_topic }: { $case_status }{ $outcome ->
        [none] { "" }
       *[other] , { $outcome }
    }.
    { $answer ->
        [none] { $handed ->
            [yes] Передано, відповідає
            [no] Передаємо, відповідатиме
           *[none] Відповідає
        } { $body }{ $overdue ->
            [yes] . Строк минув { $due_at }, відповіді немає — ми бачимо це й нагадуємо.
           *[no] { $due_basis ->
                [law] , за законом — до { $due_at }.
               *[norm] , зазвичай — до { $due_at }.
            }
        }
       *[other] «{ $answer }»
    }
case-status-many =
    { $cases }

    Щоб дізнатися більше, напишіть номер.
case-line = { $case_number } — { $case_topic }: { $case_status }{ $outcome ->
    [none] { "" }
   *[other] , { $outcome }
}

status-registered = зареєстровано
status-forwarded = переадресовано
status-needs_info = чекає на вашу відповідь
status-in_work = у роботі
status-answered = є відповідь
status-closed = закрито
status-rejected = відмовлено в розгляді
status-reopened = поновлено
status-withdrawn = відкликано

outcome-fixed = полагоджено
outcome-not_fixed = не полагоджено
outcome-explained = надано роз’яснення
outcome-granted = задоволено
outcome-refused = відмовлено

## The city's moves, told to the resident

case-moved-in_work = { $case_number }: узято в роботу. Виконує { $body }.
case-moved-forwarded = { $case_number }: тепер за це відповідає { $body }. Новий строк — до { $due_at }.
case-moved-needs_info =
    { $case_number }: потрібне уточнення.
    «{ $text }»
    Відповідь напишіть чи надішліть фото тут; згодом — починаючи з номера.
case-moved-answered =
    { $case_number }: { $outcome ->
        [none] є відповідь
       *[other] { $outcome }
    }.
    «{ $text }»
case-moved-rejected =
    { $case_number }: установа відмовила в розгляді. Підстава: { $reject_reason }.
    «{ $text }»
    Рішення можна оскаржити у вищій установі або в суді.
case-moved-extended = { $case_number }: строк продовжено до { $due_at }. Причина: «{ $text }»
case-moved-shortened = { $case_number }: { $urgent ->
    [yes] ідеться про безпеку людей чи довкілля, тож за законом відповідь — за 48 годин, до { $due_at }.
   *[other] додаткового вивчення не потрібно, тож за законом відповідь — до { $due_at }.
}
case-moved-merged = { $case_number }: про те саме вже є заявка в роботі, тож приєднуємо вашу до неї. Номер ваш, відповідь прийде сюди.
case-moved-split = { $case_number }: далі розглядаємо вашу заявку окремо. Відповідає { $body }, строк — до { $due_at }.
case-moved-reopened = { $case_number }: поновлено, новий строк — до { $due_at }.
case-moved-closed = { $case_number }: закрито без вашої оцінки. Оцінити або поновити можна ще 30 днів.
case-handed-over = { $case_number }: тепер передано. Відповідає { $body }, { $due_basis ->
    [law] за законом — до { $due_at }.
   *[norm] зазвичай — до { $due_at }.
}
case-overdue = { $case_number }: строк минув { $due_at }, відповіді немає. Ми нагадали установі: { $body }.

reject-anonymous = немає імені або місця проживання
reject-no_substance = не зрозуміло, у чому суть
reject-repeated_solved = повторне звернення з уже вирішеного питання
reject-complaint_term_passed = минув строк для скарги
reject-incapable = суд визнав особу недієздатною

## What is wrong, by service code

service-code-hot_water = Гаряча вода
service-code-cold_water = Холодна вода
service-code-heating = Опалення
service-code-electricity = Електрика
service-code-gas = Газ
service-code-sewage = Каналізація
service-code-elevator = Ліфт
service-code-roof_leak = Протікає дах
service-code-entrance = Під’їзд
service-code-waste = Вивезення сміття
service-code-roads = Дорога
service-code-street_light = Вуличне освітлення
service-code-snow_ice = Сніг і лід
service-code-trees = Дерева
service-code-playground = Дитячий майданчик
service-code-shelter = Укриття
service-code-parking = Паркування
service-code-construction = Будівництво
service-code-noise = Шум
service-code-animals = Тварини
service-code-transport = Громадський транспорт
service-code-parks = Парки й зелені зони
service-code-billing = Рахунок за послуги
service-code-other = Інша проблема

kind-appeal = звернення
kind-dispatcher_request = заявка
kind-utility_complaint = скарга на послугу
kind-official_complaint = скарга
kind-info_request = запит на інформацію

## Places

place-point = позначене на карті місце
