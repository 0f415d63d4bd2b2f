### The public page of figures.

figures-title = How residents are answered
figures-lead = Counted from all cases. Where there are fewer than five cases or ratings, no figure is shown. “Good at least” is the share of ratings 4 and 5 below which the true one hardly lies.
figures-none = No figures yet: there are too few cases.
figures-by-body = By body
figures-by-service_code = By service
figures-by-district = By district
figures-by-official = Complaints: about whom
figures-of-body = { $body }
figures-of-service_code = { $service_code }
figures-of-district = { $district }
figures-name = Who
figures-cases = Cases
figures-in_term = In term
figures-median_days = Days to the answer (median)
figures-quality = Quality
figures-speed = Speed
figures-rated = Ratings
figures-good = Good at least
figures-reopened = Reopened
