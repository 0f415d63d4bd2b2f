### The public page of figures.

figures-title = Як відповідають мешканцям
figures-lead = Пораховано з усіх справ. Де справ або оцінок менше п’яти, показників немає. «Щонайменше добрих» — частка оцінок 4 і 5, нижче за яку справжня навряд чи є.
figures-none = Показників ще немає: справ замало.
figures-by-body = За установами
figures-by-service_code = За послугами
figures-by-district = За районами
figures-by-official = Скарги: на кого
figures-of-body = { $body }
figures-of-service_code = { $service_code }
figures-of-district = { $district }
figures-name = Хто
figures-cases = Справ
figures-in_term = У строк
figures-median_days = Днів до відповіді (медіана)
figures-quality = Якість
figures-speed = Швидкість
figures-rated = Оцінок
figures-good = Щонайменше добрих
figures-reopened = Поновлено
