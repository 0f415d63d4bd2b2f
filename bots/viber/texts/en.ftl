### What the Viber channel itself adds: buttons that share a phone or a place, turn a list's pages, begin.

share-contact = Share my phone number
share-location = Show the place on the map
next-page = Next
first-page = Back to the first
begin = Open what the link is about
