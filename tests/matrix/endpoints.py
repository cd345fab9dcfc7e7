"""Who gets what at which address: every cell is written by hand, with what HTTP answers.

`door` is a redirect to the sign-in. Of a request that may change something, a number below 400
means that something changed; with `=` behind it, that nothing did: the answer is a page, a
redirect with a message, or lies outside the tables. Whatever is refused changes nothing, and a GET
changes nothing but the lease of who reads along, and when a member last looked at a work plan. A 404 says what is said where nothing has ever been.
"""

from tests.matrix.scene import WHO
from tests.matrix.tables import Line, read

#   method address                                body                 anon eve  frank dmitri clara boris ada
TABLES = {
    "the front": """
    GET   /                                       -                    200  200  200   200    200   200   200
    GET   /desk/                                  -                    404  404  404   404    404   404   200
    GET   /desk/mail/                             -                    404  404  404   404    404   404   200
    POST  /desk/mail/{letter}/                    -                    404  404  404   404    404   404   302
    POST  /desk/mail/{nowhere}/                   -                    404  404  404   404    404   404   404
    GET   /robots.txt                             -                    200  200  200   200    200   200   200
    GET   /styleguide/                            -                    200  200  200   200    200   200   200
    GET   /site.webmanifest                       -                    200  200  200   200    200   200   200
    GET   /favicon.ico                            -                    302  302  302   302    302   302   302
    GET   /healthz                                -                    200  200  200   200    200   200   200
    GET   /readyz                                 -                    200  200  200   200    200   200   200
    GET   /i18n/                                  -                    302  302  302   302    302   302   302
    POST  /i18n/                                  russian              302= 302= 302=  302=   302=  302=  302=
    GET   /jsi18n/                                -                    200  200  200   200    200   200   200
    """,
    "people": """
    GET   /me/                                    -                    door 200  200   200    200   200   200
    POST  /me/                                    profile              door 302  302   302    302   302   302
    GET   /calendars/{dmitris_agenda}/agenda.ics  -                    200  200  200   200    200   200   200
    GET   /calendars/{dmitris_circle}/agenda.ics  -                    404  404  404   404    404   404   404
    GET   /calendars/{dmitris_circle}/environment.ics -                200  200  200   200    200   200   200
    GET   /calendars/{franks_circle}/environment.ics -                 404  404  404   404    404   404   404
    POST  /me/calendars/renew/                    -                    door 302  302   302    302   302   302
    POST  /me/sign-out-everywhere/                -                    door 302  302   302    302   302   302
    GET   /me/address/                            -                    302  302  302   302    302   302   302
    GET   /sign-in/                               -                    200  302  302   302    302   302   302
    POST  /sign-in/                               known_address        302= 302= 302=  302=   302=  302=  302=
    GET   /sign-in/code/                          -                    302  302  302   302    302   302   302
    POST  /sign-in/code/                          code                 302= 302= 302=  302=   302=  302=  302=
    GET   /sign-in/closed/                        -                    200  200  200   200    200   200   200
    GET   /sign-up/                               -                    200  302  302   302    302   302   302
    POST  /sign-up/                               newcomer             302  302= 302=  302=   302=  302=  302=
    GET   /sign-up/code/                          -                    302  302  302   302    302   302   302
    POST  /sign-up/code/                          code                 302= 302= 302=  302=   302=  302=  302=
    GET   /sign-out/                              -                    302  200  200   200    200   200   200
    POST  /sign-out/                              -                    302= 302  302   302    302   302   302
    POST  /demo-sign-in/                          stranger             404  404  404   404    404   404   404
    POST  /demo-sign-in/                          demonstrator         302  302  302   302    302   302   302
    GET   /api/v1/me/                             -                    401  200  200   200    200   200   200
    PATCH /api/v1/me/                             renamed              401  200  200   200    200   200   200
    GET   /api/v1/organisations/                  -                    401  200  200   200    200   200   200
    """,
    "conferences": """
    GET   /c/                                     -                    200  200  200   200    200   200   200
    GET   /c/forum/                               -                    200  200  200   200    200   200   200
    GET   /c/closed/                              -                    404  404  404   404    200   404   200
    GET   /c/forum/register/                      -                    door 200  200   200    200   200   200
    GET   /c/closed/register/                     -                    door 404  404   404    200   404   200
    POST  /c/forum/register/                      attending            door 302  422   302    302   302   302
    POST  /c/closed/register/                     attending            door 404  404   404    302   404   302
    POST  /c/forum/register/withdraw/             -                    door 404  409   302    302   404   404
    POST  /c/closed/register/withdraw/            -                    door 404  404   404    302   404   404
    GET   /c/forum/people/                        -                    404  404  404   200    200   404   200
    GET   /c/closed/people/                       -                    404  404  404   404    200   404   200
    GET   /c/forum/agenda/                        -                    200  200  200   200    200   200   200
    GET   /c/closed/agenda/                       -                    404  404  404   404    200   404   200
    GET   /c/forum/agenda/print/                  -                    200  200  200   200    200   200   200
    GET   /c/closed/agenda/print/                 -                    404  404  404   404    200   404   200
    GET   /c/forum/agenda.pdf                     -                    200  200  200   200    200   200   200
    GET   /c/closed/agenda.pdf                    -                    404  404  404   404    200   404   200
    GET   /c/forum/schedule.xml                   -                    200  200  200   200    200   200   200
    GET   /c/closed/schedule.xml                  -                    404  404  404   404    404   404   404
    GET   /c/forum/schedule.json                  -                    200  200  200   200    200   200   200
    GET   /c/closed/schedule.json                 -                    404  404  404   404    404   404   404
    GET   /c/forum/agenda.ics                     -                    200  200  200   200    200   200   200
    GET   /c/closed/agenda.ics                    -                    404  404  404   404    200   404   200
    GET   /c/forum/changes/                       -                    200  200  200   200    200   200   200
    GET   /c/closed/changes/                      -                    404  404  404   404    200   404   200
    GET   /c/forum/changes/1/                     -                    200  200  200   200    200   200   200
    GET   /c/closed/changes/1/                    -                    404  404  404   404    404   404   404
    GET   /me/agenda/                             -                    door 200  200   200    200   200   200
    POST  /me/agenda/stars/                       star                 door 303  303   303    303   303   303
    POST  /me/agenda/stars/                       hidden_star          door 404  404   404    303   404   303
    """,
    "the desk": """
    GET   /desk/new-conference/                   -                    404  404  404   404    404   404   200
    POST  /desk/new-conference/                   new_conference       404  404  404   404    404   404   302
    GET   /desk/c/forum/                          -                    404  404  404   404    404   404   200
    GET   /desk/c/closed/                         -                    404  404  404   404    404   404   200
    GET   /desk/c/forum/registrations/            -                    404  404  404   404    404   404   200
    GET   /desk/c/closed/registrations/           -                    404  404  404   404    404   404   200
    POST  /desk/c/forum/registrations/            confirmed            404  404  404   404    404   404   302
    POST  /desk/c/closed/registrations/           confirmed            404  404  404   404    404   404   422
    GET   /desk/c/forum/registrations.csv         -                    404  404  404   404    404   404   200
    GET   /desk/c/closed/registrations.csv        -                    404  404  404   404    404   404   200
    GET   /desk/c/forum/places/                   -                    404  404  404   404    404   404   200
    GET   /desk/c/closed/places/                  -                    404  404  404   404    404   404   200
    POST  /desk/c/forum/places/                   new_room             404  404  404   404    404   404   302
    POST  /desk/c/closed/places/                  new_room             404  404  404   404    404   404   302
    GET   /desk/c/forum/edit/                     -                    404  404  404   404    404   404   200
    GET   /desk/c/closed/edit/                    -                    404  404  404   404    404   404   200
    POST  /desk/c/forum/edit/                     conference           404  404  404   404    404   404   302
    POST  /desk/c/closed/edit/                    conference           404  404  404   404    404   404   302
    GET   /desk/c/forum/attendance/               -                    404  404  404   404    404   404   200
    GET   /desk/c/closed/attendance/              -                    404  404  404   404    404   404   200
    GET   /desk/c/forum/attendance.csv            -                    404  404  404   404    404   404   200
    GET   /desk/c/closed/attendance.csv           -                    404  404  404   404    404   404   200
    GET   /desk/c/forum/attendance.xlsx           -                    404  404  404   404    404   404   200
    GET   /desk/c/closed/attendance.xlsx          -                    404  404  404   404    404   404   200
    GET   /desk/c/forum/attendance.json           -                    404  404  404   404    404   404   200
    GET   /desk/c/closed/attendance.json          -                    404  404  404   404    404   404   200
    GET   /desk/c/forum/sessions/                 -                    door 404  404   404    404   404   200
    GET   /desk/c/closed/sessions/                -                    door 404  404   404    404   404   200
    GET   /desk/c/forum/sessions/new/             -                    door 404  404   404    404   404   200
    GET   /desk/c/closed/sessions/new/            -                    door 404  404   404    404   404   200
    POST  /desk/c/forum/sessions/new/             session              door 404  404   404    404   404   302
    POST  /desk/c/closed/sessions/new/            session              door 404  404   404    404   404   302
    GET   /desk/c/forum/releases/                 -                    door 404  404   404    404   404   200
    GET   /desk/c/closed/releases/                -                    door 404  404   404    404   404   200
    POST  /desk/c/forum/releases/                 release              door 404  404   404    404   404   302
    POST  /desk/c/closed/releases/                release              door 404  404   404    404   404   302
    GET   /desk/c/forum/releases/1/               -                    door 404  404   404    404   404   200
    POST  /desk/c/forum/releases/1/               words                door 404  404   404    404   404   302
    GET   /desk/c/closed/releases/1/              -                    door 404  404   404    404   404   404
    GET   /api/v1/conferences/forum/releases/     -                    401  200  200   200    200   200   200
    POST  /api/v1/conferences/forum/releases/     release              401  404  404   404    404   404   201
    GET   /api/v1/conferences/closed/releases/    -                    401  404  404   404    200   404   200
    POST  /api/v1/conferences/closed/releases/    release              401  404  404   404    404   404   201
    GET   /api/v1/conferences/forum/releases/1/   -                    401  200  200   200    200   200   200
    PATCH /api/v1/conferences/forum/releases/1/   words                401  404  404   404    404   404   200
    GET   /api/v1/conferences/closed/releases/1/  -                    401  404  404   404    404   404   404
    GET   /desk/c/forum/warnings/                 -                    door 404  404   404    404   404   200
    GET   /desk/c/closed/warnings/                -                    door 404  404   404    404   404   200
    GET   /desk/c/forum/copy/                     -                    door 404  404   404    404   404   200
    GET   /desk/c/closed/copy/                    -                    door 404  404   404    404   404   200
    POST  /desk/c/forum/copy/                     new_conference       door 404  404   404    404   404   302
    POST  /desk/c/closed/copy/                    new_conference       door 404  404   404    404   404   302
    """,
    "imports": """
    GET   /desk/imports/                          -                    door 404  404   404    404   404   200
    POST  /desk/imports/                          upload               door 404  404   404    404   404   302
    GET   /desk/imports/programme.xlsx            -                    door 404  404   404    404   404   200
    GET   /desk/imports/{upload}/                 -                    door 404  404   404    404   404   200
    GET   /desk/imports/{compared}/               -                    door 404  404   404    404   404   200
    GET   /desk/imports/{nowhere}/                -                    door 404  404   404    404   404   404
    GET   /desk/imports/{upload}/choices/         -                    door 404  404   404    404   404   200
    POST  /desk/imports/{upload}/choices/         choices              door 404  404   404    404   404   302
    POST  /desk/imports/{upload}/layout/          layout               door 404  404   404    404   404   302
    POST  /desk/imports/{compared}/start/         seen                 door 404  404   404    404   404   302
    POST  /desk/imports/{upload}/start/           seen                 door 404  404   404    404   404   302=
    GET   /desk/imports/past/{import}/            -                    door 404  404   404    404   404   200
    POST  /desk/imports/past/{import}/undo/       -                    door 404  404   404    404   404   302
    POST  /desk/imports/past/{nowhere}/undo/      -                    door 404  404   404    404   404   404
    POST  /desk/imports/{upload}/discard/         -                    door 404  404   404    404   404   302
    """,
    "groups": """
    GET   /g/                                     -                    200  200  200   200    200   200   200
    GET   /g/environment/                         -                    200  200  200   200    200   200   200
    GET   /g/environment/members/                 -                    404  404  404   404    404   200   200
    POST  /g/environment/members/                 admission            404  404  404   404    404   302   302
    POST  /g/environment/members/end/             dmitris_membership   door 404  404   302    404   302   302
    POST  /g/environment/members/end/             boris_membership     door 404  404   403    404   302   302
    POST  /g/environment/members/confirm/         confirmation         door 404  404   404    404   403   302
    POST  /g/environment/agree/                   listed               door 404  404   302    404   302   404
    GET   /g/environment/meetings/new/            -                    door 404  404   404    404   200   200
    POST  /g/environment/meetings/new/            hours                door 404  404   404    404   200=  200=
    POST  /g/environment/meetings/new/            new_meeting          door 404  404   404    404   302   302
    GET   /g/environment/meetings/{meeting}/      -                    door 404  404   404    404   404   404
    GET   /g/environment/meetings/{coming}/       -                    door 404  404   404    404   200   200
    POST  /g/environment/meetings/{coming}/       other_hours          door 404  404   404    404   302   302
    POST  /g/environment/meetings/{coming}/cancel/ -                   door 404  404   404    404   302   302
    POST  /g/environment/meetings/{workshop}/cancel/ -                 door 404  404   404    404   404   404
    POST  /g/environment/meetings/{untold}/invite/ -                   door 404  404   404    404   302   302
    GET   /join/{dmitris_link}/                   -                    200  200  200   302    200   200   200
    GET   /join/{nowhere}/                        -                    410  410  410   410    410   410   410
    POST  /join/                                  dmitris_link         303  303  303   303    303   303   303
    POST  /join/                                  -                    410  410  410   410    410   410   410
    GET   /api/v1/groups/                         -                    401  200  200   200    200   200   200
    GET   /api/v1/groups/environment/             -                    401  200  200   200    200   200   200
    """,
    "who belongs to a group": """
    GET   /g/environment/settings/                                       -                    door  404   404   404   404   200   200
    POST  /g/environment/settings/                                       group_settings       door  404   404   404   404   302   302
    POST  /g/environment/agree/past/                                     -                    door  404   404   404   404   404   404
    POST  /g/environment/members/hand-over/                              hand_over            door  404   404   404   404   404   302
    POST  /g/environment/members/answer/                                 admit_gleb           door  404   404   404   404   302   302
    POST  /g/environment/members/answer/                                 refuse_gleb          door  404   404   404   404   302   302
    POST  /g/environment/members/end-organisation/                       house                door  404   404   404   404   302   302
    GET   /g/environment/people/                                         -                    door  404   404   200   404   200   200
    GET   /g/environment/organisations/                                  -                    200   200   200   200   200   200   200
    GET   /g/environment/apply/                                          -                    door  200   200   302   200   302   200
    POST  /g/environment/apply/                                          application_note     door  422   422   302=  422   302=  422
    POST  /g/environment/apply/withdraw/                                 eves_application     door  302   404   404   404   404   404
    POST  /g/environment/apply/consent/                                  eves_application     door  302=  404   404   404   404   404
    GET   /g/environment/bring/                                          -                    door  404   404   200   404   404   404
    POST  /g/environment/bring/                                          colleague            door  404   404   302   404   404   404
    GET   /api/v1/groups/environment/organisations/                      -                    401   200   200   200   200   200   200
    GET   /api/v1/groups/environment/applications/                       -                    401   200   200   200   200   200   200
    POST  /api/v1/groups/environment/applications/                       application_note     401   409   409   403   409   403   409
    """,
    "a group's documents": """
    GET   /g/environment/documents/                                      -                    200   200   200   200   200   200   200
    GET   /g/environment/documents/new/                                  -                    door  404   404   200   404   200   200
    POST  /g/environment/documents/new/                                  new_document         door  404   404   302   404   302   302
    GET   /g/environment/documents/{paper}/                              -                    404   404   404   200   404   200   200
    GET   /g/environment/documents/{public_paper}/                       -                    200   200   200   200   200   200   200
    GET   /g/environment/documents/{away_paper}/                         -                    404   404   404   404   404   200   200
    GET   /g/environment/documents/{paper}/1/                            -                    404   404   404   200   404   200   200
    GET   /g/environment/documents/{public_paper}/9/                     -                    404   404   404   404   404   404   404
    GET   /g/environment/documents/{public_paper}/1/file/                -                    200   200   200   200   200   200   200
    GET   /g/environment/documents/{paper}/1/file/                       -                    404   404   404   404   404   404   404
    GET   /g/environment/documents/{paper}/changes/                      -                    404   404   404   200   404   200   200
    GET   /g/environment/documents/{paper}/title/                        -                    door  404   404   200   404   200   200
    POST  /g/environment/documents/{paper}/title/                        paper_title          door  404   404   302   404   302   302
    GET   /g/environment/documents/{paper}/write/                        -                    door  404   404   200   404   200   200
    POST  /g/environment/documents/{paper}/write/                        paper_text           door  404   404   302   404   302   302
    GET   /g/environment/documents/{paper}/upload/                       -                    door  404   404   200   404   200   200
    POST  /g/environment/documents/{paper}/upload/                       paper_file           door  404   404   302   404   302   302
    GET   /g/environment/documents/{public_paper}/write/                 -                    door  404   404   200   404   200   200
    POST  /g/environment/documents/{paper}/put-away/                     reason               door  404   404   403   404   302   302
    POST  /g/environment/documents/{away_paper}/bring-back/              -                    door  404   404   404   404   302   302
    GET   /api/v1/groups/environment/documents/                          -                    401   200   200   200   200   200   200
    GET   /api/v1/groups/environment/documents/{paper}/revisions/        -                    401   404   404   200   404   200   200
    GET   /api/v1/groups/environment/documents/{public_paper}/revisions/1/file/ -                    401   200   200   200   200   200   200
    """,
    "a group's posts": """
    GET   /g/environment/posts/                                          -                    200   200   200   200   200   200   200
    GET   /g/environment/posts/new/                                      -                    door  404   404   200   404   200   200
    POST  /g/environment/posts/new/                                      new_post             door  404   404   302   404   302   302
    GET   /g/environment/posts/{post}/                                   -                    404   404   404   200   404   200   200
    GET   /g/environment/posts/{public_post}/                            -                    200   200   200   200   200   200   200
    GET   /g/environment/posts/{hidden_post}/                            -                    404   404   404   404   404   200   200
    GET   /g/environment/posts/{gone_post}/                              -                    200   200   200   200   200   200   200
    POST  /g/environment/posts/{post}/                                   comment              404   404   404   302   404   302   302
    POST  /g/environment/posts/{public_post}/                            comment              door  302   302   302   302   302   302
    POST  /g/environment/posts/{gone_post}/                              comment              door  409   409   409   409   409   409
    GET   /g/environment/posts/{post}/edit/                              -                    door  404   404   200   404   404   404
    POST  /g/environment/posts/{post}/edit/                              new_post             door  404   404   302   404   404   404
    POST  /g/environment/posts/{post}/take-back/                         -                    door  404   404   302   404   403   403
    POST  /g/environment/posts/{post}/hide/                              reason               door  404   404   403   404   302   302
    POST  /g/environment/posts/{hidden_post}/show/                       -                    door  404   404   404   404   302   302
    GET   /g/environment/posts/{public_post}/comments/{comment}/edit/    -                    door  404   404   200   404   404   404
    POST  /g/environment/posts/{public_post}/comments/{comment}/edit/    comment              door  404   404   302   404   404   404
    POST  /g/environment/posts/{public_post}/comments/{comment}/take-back/ -                    door  403   403   302   403   403   403
    GET   /g/environment/posts/{public_post}/comments/{comment}/hide/    -                    door  404   404   404   404   200   200
    POST  /g/environment/posts/{public_post}/comments/{comment}/hide/    reason               door  404   404   404   404   302   302
    POST  /g/environment/posts/{public_post}/comments/{hidden_comment}/show/ -                    door  403   403   403   403   302   302
    GET   /api/v1/groups/environment/posts/                              -                    401   200   200   200   200   200   200
    GET   /api/v1/groups/environment/posts/{public_post}/comments/       -                    401   200   200   200   200   200   200
    GET   /api/v1/groups/environment/posts/{post}/comments/              -                    401   404   404   200   404   200   200
    """,
    "the room": """
    GET   /s/{plenary}/                           -                    door 404  404   200    200   200   200
    GET   /s/{retreat}/                           -                    door 404  404   404    200   404   200
    GET   /s/{meeting}/                           -                    door 404  404   200    404   200   200
    GET   /s/{plenary}/entry/                     -                    door 404  404   200    200   200   200
    GET   /s/{retreat}/entry/                     -                    door 404  404   404    200   404   200
    GET   /s/{meeting}/entry/                     -                    door 404  404   200    404   200   200
    POST  /s/{plenary}/entry/                     as_a_delegate        door 404  404   303    303   303   303
    POST  /s/{retreat}/entry/                     as_a_delegate        door 404  404   404    303   404   303
    POST  /s/{meeting}/entry/                     as_a_delegate        door 404  404   303    404   303   303
    GET   /s/{plenary}/log/                       -                    door 404  404   200    200   200   200
    GET   /s/{retreat}/log/                       -                    door 404  404   404    200   404   200
    GET   /s/{meeting}/log/                       -                    door 404  404   200    404   200   200
    GET   /s/{plenary}/chat/                      -                    door 404  404   200    200   200   200
    GET   /s/{retreat}/chat/                      -                    door 404  404   404    200   404   200
    GET   /s/{meeting}/chat/                      -                    door 404  404   200    404   200   200
    GET   /s/{plenary}/chat/{message}/            -                    door 404  404   200    200   200   200
    GET   /s/{plenary}/chat/{message_elsewhere}/  -                    door 404  404   404    404   404   404
    GET   /s/{retreat}/chat/{message_elsewhere}/  -                    door 404  404   404    200   404   200
    GET   /s/{plenary}/questions/                 -                    door 404  404   200    200   200   200
    GET   /s/{retreat}/questions/                 -                    door 404  404   404    200   404   200
    GET   /s/{meeting}/questions/                 -                    door 404  404   200    404   200   200
    GET   /s/{plenary}/questions/{question}/      -                    door 404  404   404    404   200   200
    GET   /s/{retreat}/questions/{question}/      -                    door 404  404   404    404   404   404
    POST  /s/{plenary}/questions/ask/             question             door 404  404   303    303   303   303
    POST  /s/{retreat}/questions/ask/             question             door 404  404   404    303   404   303
    POST  /s/{meeting}/questions/ask/             question             door 404  404   303    404   303   303
    POST  /s/{workshop}/questions/ask/            question             door 404  404   303    303   303   303
    POST  /s/{plenary}/questions/ask/             unnamed_question     403  404  404   303    303   303   303
    POST  /s/{retreat}/questions/ask/             unnamed_question     403  404  404   404    303   404   303
    GET   /s/{plenary}/people/                    -                    door 404  404   200    200   200   200
    GET   /s/{retreat}/people/                    -                    door 404  404   404    200   404   200
    GET   /s/{meeting}/people/                    -                    door 404  404   200    404   200   200
    POST  /s/{plenary}/say/                       message              door 404  404   303    303   303   303
    POST  /s/{retreat}/say/                       message              door 404  404   404    303   404   303
    POST  /s/{meeting}/say/                       message              door 404  404   303    404   303   303
    POST  /s/{workshop}/say/                      message              door 404  404   409    409   409   409
    POST  /s/{plenary}/say/                       approval             door 404  404   403    403   303   303
    POST  /s/{plenary}/say/                       reply                door 404  404   303    303   303   303
    POST  /s/{plenary}/say/                       hiding               door 404  404   403    403   303   303
    POST  /s/{plenary}/say/                       deletion             door 404  404   403    403   303   303
    POST  /s/{plenary}/say/                       removal              door 404  404   403    403   303   303
    POST  /s/{plenary}/say/                       we_are_three         door 404  404   303    303   303   303
    """,
    "the course of a session": """
    POST  /s/{workshop}/open/                     -                    door 404  404   302=   302=  302   302
    POST  /s/{workshop}/start/                    -                    door 404  404   302=   302=  302   302
    POST  /s/{workshop}/cancel/                   -                    door 404  404   302=   302=  302   302
    POST  /s/{plenary}/end/                       -                    door 404  404   302=   302=  302   302
    POST  /s/{retreat}/end/                       -                    door 404  404   404    302=  404   302
    POST  /s/{meeting}/end/                       -                    door 404  404   302=   404   302   302
    GET   /s/{plenary}/manage/                    -                    door 404  404   404    404   200   200
    GET   /s/{retreat}/manage/                    -                    door 404  404   404    404   404   200
    GET   /s/{meeting}/manage/                    -                    door 404  404   404    404   200   200
    POST  /s/{plenary}/manage/                    session              door 404  404   404    404   200=  302
    POST  /s/{meeting}/manage/                    meeting_plan         door 404  404   404    404   302   302
    POST  /s/{concluded}/reopen/                  -                    door 404  404   302=   302=  302   302
    GET   /s/{plenary}/manage/agenda/             -                    door 404  404   404    404   200   200
    GET   /s/{retreat}/manage/agenda/             -                    door 404  404   404    404   404   200
    GET   /s/{meeting}/manage/agenda/             -                    door 404  404   404    404   200   200
    POST  /s/{plenary}/manage/agenda/             agenda               door 404  404   404    404   302   302
    POST  /s/{retreat}/manage/agenda/             agenda               door 404  404   404    404   404   302
    POST  /s/{plenary}/manage/stage/              stage                door 404  404   404    404   302   302
    POST  /s/{retreat}/manage/stage/              stage                door 404  404   404    404   404   302
    POST  /s/{plenary}/manage/materials/          link                 door 404  404   404    404   302   302
    POST  /s/{retreat}/manage/materials/          link                 door 404  404   404    404   404   302
    POST  /s/{plenary}/manage/materials/{material}/           -        door 404  404   404    404   302   302
    POST  /s/{plenary}/manage/materials/{material_elsewhere}/ -        door 404  404   404    404   404   404
    POST  /s/{plenary}/roles/                     role                 door 404  404   404    404   403   302
    POST  /s/{meeting}/roles/                     role                 door 404  404   404    404   302   302
    POST  /s/{plenary}/roles/{role}/              -                    door 404  404   404    404   403   302
    POST  /s/{plenary}/roles/{role_elsewhere}/    -                    door 404  404   404    404   404   404
    GET   /s/{plenary}/console/                   -                    door 404  404   404    404   200   200
    GET   /s/{plenary}/audit/                     -                    door 404  404   404    404   200   200
    GET   /s/{retreat}/console/                   -                    door 404  404   404    404   404   200
    GET   /s/{retreat}/audit/                     -                    door 404  404   404    404   404   200
    GET   /s/{meeting}/console/                   -                    door 404  404   404    404   200   200
    GET   /s/{meeting}/audit/                     -                    door 404  404   404    404   200   200
    GET   /s/{plenary}/attendance/                -                    404  404  404   404    404   200   200
    GET   /s/{retreat}/attendance/                -                    404  404  404   404    404   404   200
    GET   /s/{meeting}/attendance/                -                    404  404  404   404    404   200   200
    GET   /s/{plenary}/attendance/correct/        -                    404  404  404   404    404   404   200
    GET   /s/{retreat}/attendance/correct/        -                    404  404  404   404    404   404   200
    GET   /s/{meeting}/attendance/correct/        -                    404  404  404   404    404   404   200
    POST  /s/{plenary}/attendance/correct/        correction           404  404  404   404    404   404   302
    POST  /s/{meeting}/attendance/correct/        correction           404  404  404   404    404   404   302
    POST  /s/{workshop}/attendance/correct/       correction           404  404  404   404    404   404   422
    GET   /s/{plenary}/attendance.csv             -                    404  404  404   404    404   404   200
    GET   /s/{meeting}/attendance.csv             -                    404  404  404   404    404   404   200
    GET   /s/{plenary}/attendance.xlsx            -                    404  404  404   404    404   404   200
    GET   /s/{meeting}/attendance.xlsx            -                    404  404  404   404    404   404   200
    GET   /s/{plenary}/attendance.json            -                    404  404  404   404    404   404   200
    GET   /s/{meeting}/attendance.json            -                    404  404  404   404    404   404   200
    GET   /s/{plenary}/stays.csv                  -                    404  404  404   404    404   404   200
    GET   /s/{meeting}/stays.csv                  -                    404  404  404   404    404   404   200
    GET   /s/{plenary}/stays.json                 -                    404  404  404   404    404   404   200
    GET   /s/{meeting}/stays.json                 -                    404  404  404   404    404   404   200
    """,
    "news": """
    GET   /news/                                  -                    200  200  200   200    200   200   200
    GET   /news/en.atom                           -                    200  200  200   200    200   200   200
    GET   /news/told/                             -                    200  200  200   200    200   200   200
    GET   /news/gone/                             -                    410  410  410   410    410   410   410
    GET   /news/draft/                            -                    404  404  404   200    404   200   200
    GET   /news/nowhere/                          -                    404  404  404   404    404   404   404
    GET   /news/new/                              -                    door 404  404   404    404   404   200
    POST  /news/new/                              story                door 404  404   404    404   404   302
    GET   /news/told/edit/                        -                    door 404  404   404    404   404   200
    POST  /news/told/edit/                        story                door 404  404   404    404   404   302
    GET   /news/draft/edit/                       -                    door 404  404   200    404   200   200
    POST  /news/draft/edit/                       story                door 404  404   302    404   302   302
    POST  /news/of-the-circle/edit/               story                door 404  404   404    404   302   302
    POST  /news/draft/act/                        story_proposal         door 404  404   302    404   302   302
    POST  /news/draft/act/                        publication          door 404  404   403    404   302   302
    POST  /news/draft/act/                        withdrawal           door 404  404   302    404   302   302
    POST  /news/told/act/                         withdrawal           door 404  404   404    404   404   302
    POST  /news/of-the-circle/act/                withdrawal           door 404  404   404    404   302   302
    POST  /news/gone/act/                         publication          door 404  404   404    404   404   404
    POST  /news/follow/                           following            door 302  302   302    302   302   302
    GET   /news/stop/{dmitris_stop}/              -                    200  200  200   200    200   200   200
    POST  /news/stop/{dmitris_stop}/              -                    200  200  200   200    200   200   200
    POST  /news/stop/nothing/                     -                    404  404  404   404    404   404   404
    GET   /g/environment/news/                    -                    200  200  200   200    200   200   200
    GET   /g/environment/news/en.atom             -                    200  200  200   200    200   200   200
    GET   /g/environment/news/new/                -                    door 404  404   200    404   200   200
    POST  /g/environment/news/new/                story                door 404  404   302    404   302   302
    GET   /records/recommendations/en.atom        -                    200  200  200   200    200   200   200
    GET   /c/forum/proceedings/en.atom            -                    200  200  200   200    200   200   200
    GET   /c/closed/proceedings/en.atom           -                    404  404  404   404    404   404   404
    GET   /api/v1/news/                           -                    200  200  200   200    200   200   200
    GET   /api/v1/news/told/                      -                    200  200  200   200    200   200   200
    GET   /api/v1/news/draft/                     -                    401  404  404   404    404   404   404
    """,
    "search": """
    GET   /search/                                -                    200  200  200   200    200   200   200
    GET   /api/v1/search/                         -                    200  200  200   200    200   200   200
    """,
    "records": """
    GET   /s/{plenary}/record/                    -                    200  200  200   200    200   200   200
    GET   /s/{retreat}/record/                    -                    404  404  404   404    200   404   200
    GET   /s/{meeting}/record/                    -                    404  404  404   200    404   200   200
    GET   /records/decisions/                     -                    200  200  200   200    200   200   200
    GET   /records/decisions/951/                 -                    200  200  200   200    200   200   200
    GET   /records/decisions/952/                 -                    404  404  404   404    200   404   200
    GET   /records/decisions/953/                 -                    404  404  404   200    404   200   200
    GET   /s/{plenary}/decisions/                 -                    door 404  404   200    200   200   200
    GET   /s/{retreat}/decisions/                 -                    door 404  404   404    200   404   200
    GET   /s/{meeting}/decisions/                 -                    door 404  404   200    404   200   200
    GET   /s/{meeting}/decisions/{decision}/      -                    door 404  404   404    404   200   200
    GET   /s/{plenary}/decisions/{decision}/      -                    door 404  404   404    404   404   404
    GET   /s/{meeting}/actions/{action}/          -                    door 404  404   200    404   200   200
    GET   /s/{plenary}/actions/{action}/          -                    door 404  404   404    404   404   404
    POST  /s/{plenary}/decisions/take/            decision             door 404  404   403    403   303   303
    POST  /s/{retreat}/decisions/take/            decision             door 404  404   404    403   404   303
    POST  /s/{meeting}/decisions/take/            decision             door 404  404   403    404   303   303
    GET   /api/v1/decisions/                      -                    200  200  200   200    200   200   200
    GET   /api/v1/decisions/951/                  -                    200  200  200   200    200   200   200
    GET   /api/v1/decisions/952/                  -                    401  404  404   404    200   404   200
    GET   /api/v1/decisions/953/                  -                    401  404  404   200    404   200   200
    GET   /api/v1/sessions/{plenary}/actions/     -                    401  404  404   200    200   200   200
    GET   /api/v1/sessions/{retreat}/actions/     -                    401  404  404   404    200   404   200
    GET   /api/v1/sessions/{meeting}/actions/     -                    401  404  404   200    404   200   200
    GET   /c/forum/proceedings/                   -                    200  200  200   200    200   200   200
    GET   /c/closed/proceedings/                  -                    404  404  404   404    200   404   200
    GET   /api/v1/sessions/{plenary}/record/      -                    200  200  200   200    200   200   200
    GET   /api/v1/sessions/{retreat}/record/      -                    401  404  404   404    200   404   200
    GET   /api/v1/sessions/{meeting}/record/      -                    401  404  404   200    404   200   200
    """,
    "work plans": """
    GET   /g/environment/plan/                    -                    200  200  200   200    200   200   200
    GET   /g/quiet/plan/                          -                    404  404  404   404    200   404   200
    GET   /plans/{circle}/plan.csv                -                    200  200  200   200    200   200   200
    GET   /plans/{quiet}/plan.csv                 -                    404  404  404   404    200   404   200
    GET   /plans/{circle}/history/                -                    200  200  200   200    200   200   200
    GET   /plans/{quiet}/history/                 -                    404  404  404   404    200   404   200
    GET   /plans/{circle}/away/                   -                    404  404  404   200    404   200   200
    GET   /plans/{quiet}/away/                    -                    404  404  404   404    200   404   200
    POST  /plans/{circle}/move/                   step_down            door 403  403   302    403   302   302
    POST  /plans/{quiet}/move/                    step_down            door 404  404   404    404   404   404
    POST  /plans/{circle}/put-away/               step_away            door 403  403   403    403   302   302
    POST  /plans/{quiet}/put-away/                step_away            door 404  404   404    404   404   404
    POST  /plans/{circle}/readers/                members_only         door 403  403   403    403   302   302
    POST  /plans/{quiet}/readers/                 everyone             door 404  404   404    302   404   302
    GET   /plans/{circle}/aims/new/               -                    door 403  403   403    403   200   200
    GET   /plans/{quiet}/aims/new/                -                    door 404  404   404    200   404   200
    POST  /plans/{circle}/aims/new/               aim                  door 403  403   403    403   302   302
    POST  /plans/{quiet}/aims/new/                aim                  door 404  404   404    302   404   302
    GET   /plans/{circle}/aims/{aim}/             -                    door 403  403   403    403   200   200
    POST  /plans/{circle}/aims/{aim}/             aim                  door 403  403   403    403   302   302
    POST  /plans/{quiet}/aims/{aim}/              aim                  door 404  404   404    404   404   404
    GET   /plans/{circle}/aims/{aim}/steps/new/   -                    door 403  403   200    403   200   200
    POST  /plans/{circle}/aims/{aim}/steps/new/   step                 door 403  403   302    403   302   302
    POST  /plans/{quiet}/aims/{quiet_aim}/steps/new/ quiet_step        door 404  404   404    302   404   302
    GET   /plans/{circle}/steps/{step}/           -                    200  200  200   200    200   200   200
    GET   /plans/{quiet}/steps/{step}/            -                    404  404  404   404    404   404   404
    POST  /plans/{circle}/steps/{step}/           step                 403  403  403   302    403   302   302
    POST  /plans/{quiet}/steps/{step}/            step                 404  404  404   404    404   404   404
    GET   /projects/                              -                    200  200  200   200    200   200   200
    GET   /projects/{joint}/                      -                    200  200  200   200    200   200   200
    GET   /projects/{proposal}/                   -                    404  404  404   200    200   200   200
    GET   /projects/{joint}/edit/                 -                    door 403  403   403    200   200   200
    GET   /projects/{proposal}/edit/              -                    door 404  404   403    403   200   200
    POST  /projects/{joint}/edit/                 project              door 403  403   403    302   302   302
    POST  /projects/{proposal}/answer/            quiet_agrees         door 404  404   403    302   403   403
    POST  /projects/{joint}/state/                project_done         door 403  403   403    302   302   302
    POST  /projects/{proposal}/state/             project_done         door 404  404   403    403   422   422
    GET   /g/environment/projects/new/            -                    door 404  404   404    404   200   404
    GET   /g/quiet/projects/new/                  -                    door 404  404   404    200   404   404
    POST  /g/environment/projects/new/            proposal             door 404  404   404    404   302   404
    POST  /s/{workshop}/manage/reports/           ten_minutes          door 404  404   404    404   403   302
    POST  /s/{plenary}/manage/reports/            ten_minutes          door 404  404   404    404   403   302=
    POST  /s/{retreat}/manage/reports/            ten_minutes          door 404  404   404    404   404   302=
    GET   /s/{workshop}/reports/environment/      -                    door 404  404   404    404   200   200
    POST  /s/{workshop}/reports/environment/      slides               door 404  404   404    404   302   302
    """,
    "work plans by REST": """
    GET   /api/v1/groups/environment/plan/        -                    401  200  200   200    200   200   200
    GET   /api/v1/groups/quiet/plan/              -                    401  404  404   404    200   404   200
    GET   /api/v1/plans/{circle}/                 -                    401  200  200   200    200   200   200
    GET   /api/v1/plans/{quiet}/                  -                    401  404  404   404    200   404   200
    POST  /api/v1/plans/{circle}/steps/           new_step             401  403  403   201    403   201   201
    POST  /api/v1/plans/{quiet}/steps/            new_step             401  404  404   404    404   404   404
    GET   /api/v1/plans/{circle}/steps/{step}/    -                    401  200  200   200    200   200   200
    GET   /api/v1/plans/{quiet}/steps/{step}/     -                    401  404  404   404    404   404   404
    PATCH /api/v1/plans/{circle}/steps/{step}/    step_done            401  403  403   200    403   200   200
    PATCH /api/v1/plans/{quiet}/steps/{step}/     step_done            401  404  404   404    404   404   404
    GET   /api/v1/projects/                       -                    401  200  200   200    200   200   200
    GET   /api/v1/projects/{joint}/               -                    401  200  200   200    200   200   200
    GET   /api/v1/projects/{proposal}/            -                    401  404  404   200    200   200   200
    """,
    "recommendations": """
    GET   /records/                                                  -          200   200   200   200   200   200   200
    GET   /records/recommendations/                                  -          200   200   200   200   200   200   200
    GET   /records/recommendations/1/                                -          404   404   404   302   404   302   302
    GET   /records/recommendations/2/                                -          200   200   200   200   200   200   200
    GET   /records/recommendations/2/versions/1/                     -          200   200   200   200   200   200   200
    GET   /records/recommendations/2/versions/2/                     -          404   404   404   404   404   404   404
    GET   /records/recommendations/1/changes/                        -          404   404   404   404   404   404   404
    GET   /records/recommendations/2/changes/                        -          200   200   200   200   200   200   200
    GET   /g/environment/recommendations/                            -          door  404   404   200   404   200   200
    GET   /g/environment/recommendations/new/                        -          door  404   404   200   404   200   404
    POST  /g/environment/recommendations/new/                        new_draft  door  404   404   302   404   302   404
    GET   /records/recommendations/1/draft/                          -          door  404   404   200   404   200   200
    GET   /records/recommendations/2/draft/                          -          door  404   404   200   404   200   200
    GET   /records/recommendations/3/draft/                          -          door  404   404   200   200   200   200
    GET   /records/recommendations/1/draft/title/                    -          door  404   404   200   404   200   403
    POST  /records/recommendations/1/draft/title/                    wording    door  404   404   302   404   302   403
    POST  /records/recommendations/3/draft/title/                    wording    door  404   404   302   403   302   403
    GET   /records/recommendations/1/draft/paragraphs/               -          door  404   404   200   404   200   403
    POST  /records/recommendations/1/draft/paragraphs/               wording    door  404   404   302   404   302   403
    GET   /records/recommendations/1/draft/paragraphs/{paragraph}/   -          door  404   404   200   404   200   403
    POST  /records/recommendations/1/draft/paragraphs/{paragraph}/   wording    door  404   404   302   404   302   403
    POST  /records/recommendations/1/draft/paragraphs/{paragraph}/step/ step_out   door  404   404   302   404   302   403
    POST  /records/recommendations/1/draft/paragraphs/{paragraph}/origins/ origin     door  404   404   422   404   422   403
    GET   /records/recommendations/1/draft/history/                  -          door  404   404   200   404   200   200
    GET   /records/recommendations/1/draft/comments/                 -          door  404   404   200   404   200   200
    POST  /records/recommendations/1/draft/comments/                 remark     door  404   404   302   404   302   302
    POST  /records/recommendations/3/draft/comments/                 remark     door  404   404   302   302   302   302
    POST  /records/recommendations/1/draft/comments/{remark}/retract/ -          door  404   404   302   404   302   403
    GET   /records/recommendations/1/draft/amendments/               -          door  404   404   200   404   200   200
    GET   /records/recommendations/1/draft/amendments/new/           -          door  404   404   200   404   200   200
    POST  /records/recommendations/1/draft/amendments/new/           amending   door  404   404   302   404   302   302
    GET   /records/recommendations/1/draft/amendments/{amendment}/   -          door  404   404   200   404   200   200
    POST  /records/recommendations/1/draft/amendments/{amendment}/   taking     door  404   404   403   404   302   403
    POST  /records/recommendations/1/draft/endorsements/             endorsing  door  404   404   302=  404   302=  302=
    POST  /records/recommendations/1/draft/steps/                    opening    door  404   404   403   404   302   403
    POST  /records/recommendations/1/draft/steps/                    adopting   door  404   404   403   404   302=  403
    GET   /records/recommendations/1/draft/withdraw/                 -          door  404   404   403   404   200   403
    POST  /records/recommendations/1/draft/withdraw/                 reason     door  404   404   403   404   302   403
    GET   /api/v1/recommendations/                                   -          200   200   200   200   200   200   200
    GET   /api/v1/recommendations/1/                                 -          401   404   404   200   404   200   200
    GET   /api/v1/recommendations/2/                                 -          200   200   200   200   200   200   200
    GET   /api/v1/recommendations/2/versions/1/                      -          200   200   200   200   200   200   200
    PATCH /api/v1/recommendations/1/paragraphs/{paragraph}/          wording    401   404   404   200   404   200   403
    GET   /api/v1/recommendations/1/comments/                        -          401   404   404   200   404   200   200
    POST  /api/v1/recommendations/1/comments/                        remark     401   404   404   201   404   201   201
    GET   /api/v1/recommendations/1/amendments/                      -          401   404   404   200   404   200   200
    POST  /api/v1/recommendations/1/amendments/                      amending   401   404   404   201   404   201   201
    PATCH /api/v1/recommendations/1/amendments/{amendment}/          taken      401   404   404   403   404   200   403
    PUT   /api/v1/recommendations/1/endorsements/{endorser}/            adopting   401   404   404   403   404   403   403
    DELETE /api/v1/recommendations/1/endorsements/{endorser}/            -          401   404   404   403   404   403   403
    PUT   /api/v1/recommendations/1/consent/                         adopting   401   404   404   403   404   204   403
    DELETE /api/v1/recommendations/1/consent/                         -          401   404   404   403   404   204=  403
    POST  /api/v1/recommendations/1/adopt/                           adopting   401   404   404   403   404   409   403
    """,
    "deliveries": """
    GET   /records/deliveries/                    -                    200  200  200   200    200   200   200
    GET   /records/deliveries.csv                 -                    200  200  200   200    200   200   200
    GET   /records/deliveries/{delivery}/         -                    200  200  200   200    200   200   200
    GET   /records/deliveries/{delivery}/manage/  -                    404  404  404   404    404   200   200
    POST  /records/deliveries/{delivery}/manage/  other_facts          404  404  404   404    404   302   302
    POST  /records/deliveries/{delivery}/manage/  proof                404  404  404   404    404   302   302
    POST  /records/deliveries/{delivery}/manage/  no_proof             404  404  404   404    404   302   302
    POST  /records/deliveries/{delivery}/manage/  reply_link           404  404  404   404    404   200   200
    POST  /records/deliveries/{delivery}/manage/  no_reply_link        404  404  404   404    404   302   302
    POST  /records/deliveries/{delivery}/manage/  entered_reply        404  404  404   404    404   302   302
    POST  /records/deliveries/{delivery}/manage/  reply_published      404  404  404   404    404   302   403
    POST  /records/deliveries/{delivery}/manage/  keeping_back         404  404  404   404    404   302   403
    POST  /records/deliveries/{delivery}/manage/  progress             404  404  404   404    404   302   302
    POST  /records/deliveries/{delivery}/manage/  no_progress          404  404  404   404    404   302   302
    POST  /records/deliveries/{mistaken}/manage/  not_delivered        404  404  404   404    404   302   302
    POST  /records/deliveries/{delivery}/manage/  not_delivered        404  404  404   404    404   422   422
    GET   /records/deliveries/{delivery}/proof/   -                    404  404  404   404    404   200   200
    GET   /records/deliveries/{mistaken}/proof/   -                    404  404  404   404    404   404   404
    GET   /records/recommendations/40/deliver/    -                    404  404  404   404    404   200   200
    POST  /records/recommendations/40/deliver/    delivery             404  404  404   404    404   302   302
    GET   /reply/{dmitris_reply}/                 -                    200  200  200   200    200   200   200
    POST  /reply/{dmitris_reply}/                 reply_by_link        303  303  303   303    303   303   303
    GET   /reply/{nowhere}/                       -                    410  410  410   410    410   410   410
    POST  /reply/{nowhere}/                       reply_by_link        410  410  410   410    410   410   410
    GET   /api/v1/recommendations/40/trail/       -                    200  200  200   200    200   200   200
    GET   /api/v1/recommendations/99/trail/       -                    401  404  404   404    404   404   404
    """,
    "calls for applications": """
    GET   /grants/                                                                 -            200  200  200  200  200  200  200
    GET   /grants/calls/linkage/                                                   -            200  200  200  200  200  200  200
    GET   /grants/calls/hidden/                                                    -            404  404  404  404  404  404  200
    GET   /grants/new-call/                                                        -            door 404  404  404  404  404  200
    POST  /grants/new-call/                                                        grant_call   door 404  404  404  404  404  302
    GET   /grants/calls/linkage/apply/                                             -            door 200  200  200  200  200  200
    GET   /grants/calls/hidden/apply/                                              -            door 404  404  404  404  404  404
    POST  /grants/calls/linkage/apply/                                             grant_house  door 302  302  302  302  302  302
    POST  /grants/calls/hidden/apply/                                              grant_house  door 404  404  404  404  404  404
    GET   /grants/calls/linkage/edit/                                              -            door 404  404  404  404  404  200
    POST  /grants/calls/linkage/edit/                                              grant_terms  door 404  404  404  404  404  302
    GET   /grants/calls/linkage/desk/                                              -            door 404  404  404  404  404  200
    GET   /grants/calls/hidden/desk/                                               -            door 404  404  404  404  404  200
    POST  /grants/calls/hidden/publish/                                            -            door 404  404  404  404  404  302
    POST  /grants/calls/linkage/withdraw/                                          -            door 404  404  404  404  404  302
    POST  /grants/calls/linkage/release/                                           -            door 404  404  404  404  404  302=
    POST  /grants/calls/linkage/release/                                           ticked       door 404  404  404  404  404  302
    POST  /grants/calls/hidden/criteria/                                           criterion    door 404  404  404  404  404  302
    POST  /grants/calls/linkage/criteria/                                          criterion    door 404  404  404  404  404  422
    POST  /grants/calls/hidden/criteria/{criterion}/remove/                        -            door 404  404  404  404  404  302
    POST  /grants/calls/linkage/criteria/{criterion}/remove/                       -            door 404  404  404  404  404  404
    POST  /grants/calls/linkage/files/                                             paper        door 404  404  404  404  404  302
    POST  /grants/calls/linkage/files/{call_file}/remove/                          -            door 404  404  404  404  404  302
    POST  /grants/calls/linkage/reviewers/                                         reviewer     door 404  404  404  404  404  302
    POST  /grants/calls/linkage/reviewers/{reviewer}/dismiss/                      -            door 404  404  404  404  404  302
    """,
    "applications for grants": """
    GET   /grants/applications/{draft}/                                            -            door 404  404  404  200  200  404
    GET   /grants/applications/{submitted}/                                        -            door 404  404  200  200  200  200
    GET   /grants/applications/{draft}/head/                                       -            door 404  404  404  200  200  404
    POST  /grants/applications/{draft}/head/                                       head         door 404  404  404  302  302  404
    GET   /grants/applications/{submitted}/head/                                   -            door 404  404  404  200  200  404
    POST  /grants/applications/{submitted}/head/                                   late_head    door 404  404  404  422  422  404
    GET   /grants/applications/{draft}/parts/plan/                                 -            door 404  404  404  200  200  404
    POST  /grants/applications/{draft}/parts/plan/                                 part         door 404  404  404  302  302  404
    GET   /grants/applications/{draft}/budget/                                     -            door 404  404  404  200  200  404
    POST  /grants/applications/{draft}/budget/                                     no_budget    door 404  404  404  302  302  404
    POST  /grants/applications/{draft}/partners/                                   partner      door 404  404  404  302  302  404
    POST  /grants/applications/{draft}/invitations/{grant_invitation}/revoke/      -            door 404  404  404  302  302  404
    """,
    "signing an application for grants": """
    POST  /grants/applications/{draft}/files/                                      paper        door 404  404  404  302  302  404
    POST  /grants/applications/{draft}/files/{draft_file}/remove/                  -            door 404  404  404  302  302  404
    POST  /grants/applications/{draft}/files/{call_file}/remove/                   -            door 404  404  404  404  404  404
    POST  /grants/applications/{draft}/sign/                                       signature    door 404  404  404  302  302  404
    POST  /grants/applications/{draft}/submit/                                     -            door 404  404  404  302= 302= 404
    POST  /grants/applications/{draft}/withdraw/                                   -            door 404  404  404  302  302  404
    POST  /grants/applications/{submitted}/withdraw/                               -            door 404  404  404  302  302  404
    POST  /grants/applications/{draft}/leave/                                      -            door 404  404  404  302  302  404
    POST  /grants/applications/{draft}/mandate/                                          house_proof  door 404  404  404  422  422 404
    POST  /grants/applications/{asking}/mandate/                                         house_proof  door 404  404  404  422  404  404
    GET   /grants/mandates/                                                              -            door 404  404  404  404  404  200
    POST  /grants/mandates/{mandate}/confirm/                                            -            door 404  404  404  404  404  302
    POST  /grants/mandates/{mandate}/refuse/                                             unproved     door 404  404  404  404  404  302
    GET   /grants/invitations/{grant_invitation}/                                  -            door 404  200  404  404  404  404
    POST  /grants/invitations/{grant_invitation}/                                  grant_house  door 404  302  404  404  404  404
    """,
    "reviews of applications": """
    GET   /grants/applications/{submitted}/declare/                                -            door 404  200  200  404  404  404
    POST  /grants/applications/{submitted}/declare/                                no_conflict  door 404  302  302= 404  404  404
    GET   /grants/applications/{submitted}/review/                                 -            door 404  404  200  404  404  404
    POST  /grants/applications/{submitted}/review/                                 marks        door 404  404  302  404  404  404
    GET   /grants/applications/{submitted}/decide/                                 -            door 404  404  404  404  404  200
    POST  /grants/applications/{submitted}/decide/                                 verdict      door 404  404  404  404  404  302
    POST  /grants/applications/{submitted}/reviews/{marker}/return/                -            door 404  404  404  404  404  302
    POST  /grants/applications/{submitted}/reviews/{tied}/lift/                    -            door 404  404  404  404  404  302
    """,
    "awards": """
    GET   /grants/awards/                                                          -            200  200  200  200  200  200  200
    GET   /grants/awards.json                                                      -            200  200  200  200  200  200  200
    GET   /grants/awards.csv                                                       -            200  200  200  200  200  200  200
    GET   /grants/awards/{grant}/                                                  -            200  200  200  200  200  200  200
    GET   /grants/awards/{grant}/edit/                                             -            door 404  404  404  404  404  200
    POST  /grants/awards/{grant}/edit/                                             described    door 404  404  404  404  404  302
    POST  /grants/awards/{grant}/milestones/                                       milestone    door 404  404  404  404  404  302
    POST  /grants/awards/{grant}/milestones/{milestone}/remove/                    -            door 404  404  404  404  404  302
    GET   /grants/milestones/{milestone}/report/                                   -            door 404  404  404  200  200  404
    POST  /grants/milestones/{milestone}/report/                                   report       door 404  404  404  302  302  404
    POST  /grants/reports/{sent_report}/answer/                                    accepted     door 404  404  404  404  404  302
    GET   /grants/files/{call_file}/                                               -            200  200  200  200  200  200  200
    GET   /grants/files/{draft_file}/                                              -            404  404  404  404  200  200  404
    GET   /grants/files/{report_file}/                                             -            404  404  404  404  200  200  200
    """,
    "calls for applications by REST": """
    GET   /api/v1/grants/calls/                                                    -            401  200  200  200  200  200  200
    POST  /api/v1/grants/calls/new/                                                rest_call    401  404  404  404  404  404  201
    GET   /api/v1/grants/calls/linkage/                                            -            401  200  200  200  200  200  200
    GET   /api/v1/grants/calls/hidden/                                             -            401  404  404  404  404  404  200
    PUT   /api/v1/grants/calls/linkage/texts/                                      rest_terms   401  404  404  404  404  404  200
    POST  /api/v1/grants/calls/hidden/publish/                                     -            401  404  404  404  404  404  200
    POST  /api/v1/grants/calls/linkage/withdraw/                                   -            401  404  404  404  404  404  200
    POST  /api/v1/grants/calls/hidden/criteria/                                    criterion    401  404  404  404  404  404  201
    POST  /api/v1/grants/calls/linkage/reviewers/                                  reviewer     401  404  404  404  404  404  201
    DELETE /api/v1/grants/calls/hidden/criteria/{criterion}/                              -            401  404  404  404  404  404  204
    POST  /api/v1/grants/calls/linkage/files/                                            paper        401  404  404  404  404  404  201
    DELETE /api/v1/grants/calls/linkage/files/{call_file}/                                -            401  404  404  404  404  404  204
    GET   /api/v1/grants/calls/linkage/marks/                                            -            401  404  404  404  404  404  200
    GET   /api/v1/grants/calls/linkage/reviewers/list/                                   -            401  404  404  404  404  404  200
    DELETE /api/v1/grants/calls/linkage/reviewers/{reviewer}/                             -            401  404  404  404  404  404  204
    GET   /api/v1/grants/files/{call_file}/                                              -            401  200  200  200  200  200  200
    GET   /api/v1/grants/files/{draft_file}/                                             -            401  404  404  404  200  200  404
    GET   /api/v1/grants/files/{report_file}/                                            -            401  404  404  404  200  200  200
    POST  /api/v1/grants/calls/linkage/release/                                    -            401  404  404  404  404  404  200
    """,
    "applications for grants by REST": """
    POST  /api/v1/grants/calls/linkage/applications/                               grant_house  401  201  201  201  201  201  201
    POST  /api/v1/grants/calls/hidden/applications/                                grant_house  401  404  404  404  404  404  403
    GET   /api/v1/grants/applications/                                             -            401  200  200  200  200  200  200
    GET   /api/v1/grants/applications/{draft}/                                     -            401  404  404  404  200  200  404
    GET   /api/v1/grants/applications/{submitted}/                                 -            401  404  404  200  200  200  200
    PUT   /api/v1/grants/applications/{draft}/head/                                head         401  404  404  404  200  200  404
    PUT   /api/v1/grants/applications/{submitted}/head/                            late_head    401  404  404  403  409  409  403
    PUT   /api/v1/grants/applications/{draft}/parts/plan/                          part         401  404  404  404  200  200  404
    PUT   /api/v1/grants/applications/{draft}/budget/                              rest_budget  401  404  404  404  200  200  404
    POST  /api/v1/grants/applications/{draft}/partners/                            partner      401  404  404  404  201  201  404
    POST  /api/v1/grants/applications/{draft}/invitations/{grant_invitation}/revoke/     -            401  404  404  404  204  204  404
    POST  /api/v1/grants/applications/{draft}/files/                                     paper        401  404  404  404  201  201  404
    DELETE /api/v1/grants/applications/{draft}/files/{draft_file}/                        -            401  404  404  404  204  204  404
    POST  /api/v1/grants/applications/{draft}/mandate/                                   house_proof  401  404  404  404  409  409  404
    POST  /api/v1/grants/applications/{draft}/leave/                                     -            401  404  404  404  204  204  404
    GET   /api/v1/grants/invitations/                                                    -            401  200  200  200  200  200  200
    GET   /api/v1/grants/mandates/                                                       -            401  200  200  200  200  200  200
    POST  /api/v1/grants/mandates/{mandate}/confirm/                                     -            401  404  404  404  404  404  200
    POST  /api/v1/grants/mandates/{mandate}/refuse/                                      unproved     401  404  404  404  404  404  200
    POST  /api/v1/grants/applications/{draft}/sign/                                signature    401  404  404  404  200  200  404
    POST  /api/v1/grants/applications/{draft}/submit/                              -            401  404  404  404  409  409  404
    POST  /api/v1/grants/applications/{draft}/withdraw/                            -            401  404  404  404  200  200  404
    POST  /api/v1/grants/applications/{submitted}/withdraw/                        -            401  404  404  403  200  200  403
    POST  /api/v1/grants/invitations/{grant_invitation}/accept/                    grant_house  401  404  201  404  404  404  404
    POST  /api/v1/grants/invitations/{grant_invitation}/decline/                   -            401  404  204  404  404  404  404
    """,
    "reviews of applications by REST": """
    GET   /api/v1/grants/to-declare/                                               -            401  200  200  200  200  200  200
    POST  /api/v1/grants/applications/{submitted}/declaration/                     no_conflict  401  404  204  204= 404  404  404
    PUT   /api/v1/grants/applications/{submitted}/review/                          rest_marks   401  404  404  200  403  403  403
    GET   /api/v1/grants/applications/{submitted}/reviews/                         -            401  404  404  200  200  200  200
    GET   /api/v1/grants/reviews/                                                        -            401  200  200  200  200  200  200
    GET   /api/v1/grants/applications/{submitted}/review/                                -            401  404  404  200  404  404  404
    GET   /api/v1/grants/applications/{submitted}/conflicts/                             -            401  404  404  404  404  404  200
    POST  /api/v1/grants/applications/{submitted}/reviews/{markers_review}/return/       -            401  404  404  404  404  404  204
    POST  /api/v1/grants/applications/{submitted}/reviews/{tied_review}/lift/            -            401  404  404  404  404  404  204
    POST  /api/v1/grants/applications/{submitted}/decision/                        verdict      401  404  404  403  403  403  201
    """,
    "awards by REST": """
    GET   /api/v1/grants/awards/                                                   -            200  200  200  200  200  200  200
    GET   /api/v1/grants/awards/{grant}/                                           -            200  200  200  200  200  200  200
    POST  /api/v1/grants/awards/{grant}/milestones/                                milestone    401  403  403  403  403  403  201
    PUT   /api/v1/grants/awards/{grant}/texts/                                           described    401  403  403  403  403  403  200
    GET   /api/v1/grants/awards/{grant}/milestones/list/                                 -            401  404  404  404  200  200  200
    DELETE /api/v1/grants/awards/{grant}/milestones/{milestone}/                          -            401  404  404  404  404  404  204
    POST  /api/v1/grants/milestones/{milestone}/reports/                           report       401  404  404  404  201  201  403
    POST  /api/v1/grants/reports/{sent_report}/answer/                             rest_accepted 401  404  404  404  403  403  200
    """,
    "conferences by REST": """
    GET   /api/v1/conferences/                    -                    401  200  200   200    200   200   200
    GET   /api/v1/conferences/forum/              -                    401  200  200   200    200   200   200
    GET   /api/v1/conferences/closed/             -                    401  404  404   404    200   404   200
    POST  /api/v1/conferences/forum/register/     attending            401  201  409   409    409   201   201
    POST  /api/v1/conferences/closed/register/    attending            401  404  404   404    409   404   201
    GET   /api/v1/conferences/forum/registrations/                              -         401  404 404 404 404 404 200
    GET   /api/v1/conferences/closed/registrations/                             -         401  404 404 404 404 404 200
    POST  /api/v1/conferences/forum/registrations/{registration}/confirm/       -         401  404 404 404 404 404 200
    POST  /api/v1/conferences/forum/registrations/{registration}/decline/       reason    401  404 404 404 404 404 200
    POST  /api/v1/conferences/closed/registrations/{registration}/confirm/      -         401  404 404 404 404 404 404
    POST  /api/v1/conferences/closed/registrations/{registration}/decline/      reason    401  404 404 404 404 404 404
    """,
    "sessions by REST": """
    GET   /api/v1/sessions/                       -                    401  200  200   200    200   200   200
    GET   /api/v1/sessions/{plenary}/             -                    401  404  404   200    200   200   200
    GET   /api/v1/sessions/{retreat}/             -                    401  404  404   404    200   404   200
    GET   /api/v1/sessions/{meeting}/             -                    401  404  404   200    404   200   200
    POST  /api/v1/sessions/{workshop}/open/       -                    401  404  404   403    403   200   200
    POST  /api/v1/sessions/{workshop}/start/      -                    401  404  404   403    403   200   200
    POST  /api/v1/sessions/{workshop}/cancel/     -                    401  404  404   403    403   200   200
    POST  /api/v1/sessions/{plenary}/end/         -                    401  404  404   403    403   200   200
    POST  /api/v1/sessions/{retreat}/end/         -                    401  404  404   404    403   404   200
    POST  /api/v1/sessions/{meeting}/end/         -                    401  404  404   403    404   200   200
    POST  /api/v1/sessions/{concluded}/reopen/    -                    401  404  404   403    403   200   200
    GET   /api/v1/sessions/{plenary}/agenda/      -                    401  404  404   200    200   200   200
    GET   /api/v1/sessions/{retreat}/agenda/      -                    401  404  404   404    200   404   200
    GET   /api/v1/sessions/{meeting}/agenda/      -                    401  404  404   200    404   200   200
    PUT   /api/v1/sessions/{plenary}/star/        -                    401  200  200   200    200   200   200
    PUT   /api/v1/sessions/{retreat}/star/        -                    401  404  404   404    200   404   200
    PUT   /api/v1/sessions/{meeting}/star/        -                    401  404  404   200    404   200   200
    DELETE /api/v1/sessions/{plenary}/star/       -                    401  200= 200=  200=   200=  200=  200=
    DELETE /api/v1/sessions/{retreat}/star/       -                    401  404  404   404    200=  404   200=
    GET   /api/v1/me/agenda/                      -                    401  200  200   200    200   200   200
    POST  /api/v1/sessions/{plenary}/ticket/      -                    401  404  404   200=   200=  200=  200=
    POST  /api/v1/sessions/{retreat}/ticket/      -                    401  404  404   404    200=  404   200=
    POST  /api/v1/sessions/{meeting}/ticket/      -                    401  404  404   200=   404   200=  200=
    POST  /api/v1/sessions/{plenary}/commands/    message_frame        401  404  404   200    200   200   200
    POST  /api/v1/sessions/{retreat}/commands/    message_frame        401  404  404   404    200   404   200
    POST  /api/v1/sessions/{meeting}/commands/    message_frame        401  404  404   200    404   200   200
    POST  /api/v1/sessions/{workshop}/commands/   message_frame        401  404  404   409    409   409   409
    POST  /api/v1/sessions/{plenary}/commands/    approval_frame       401  404  404   403    403   200   200
    GET   /api/v1/sessions/{plenary}/events/      -                    401  404  404   200    200   200   200
    GET   /api/v1/sessions/{retreat}/events/      -                    401  404  404   404    200   404   200
    GET   /api/v1/sessions/{meeting}/events/      -                    401  404  404   200    404   200   200
    GET   /api/v1/sessions/{plenary}/messages/    -                    401  404  404   200    200   200   200
    GET   /api/v1/sessions/{retreat}/messages/    -                    401  404  404   404    200   404   200
    GET   /api/v1/sessions/{meeting}/messages/    -                    401  404  404   200    404   200   200
    GET   /api/v1/sessions/{plenary}/questions/   -                    401  404  404   200    200   200   200
    GET   /api/v1/sessions/{retreat}/questions/   -                    401  404  404   404    200   404   200
    GET   /api/v1/sessions/{meeting}/questions/   -                    401  404  404   200    404   200   200
    GET   /api/v1/sessions/{plenary}/people/      -                    401  404  404   200    200   200   200
    GET   /api/v1/sessions/{retreat}/people/      -                    401  404  404   404    200   404   200
    GET   /api/v1/sessions/{meeting}/people/      -                    401  404  404   200    404   200   200
    GET   /api/v1/sessions/{plenary}/audit/       -                    401  404  404   404    404   200   200
    GET   /api/v1/sessions/{retreat}/audit/       -                    401  404  404   404    404   404   200
    GET   /api/v1/sessions/{meeting}/audit/       -                    401  404  404   404    404   200   200
    GET   /api/v1/sessions/{plenary}/attendance/  -                    401  404  404   404    404   404   200
    GET   /api/v1/sessions/{meeting}/attendance/  -                    401  404  404   404    404   404   200
    GET   /api/v1/schema/                         -                    200  200  200   200    200   200   200
    GET   /api/v1/docs/                           -                    200  200  200   200    200   200   200
    """,
}


def lines(title: str) -> list[Line]:
    """Return the rows of one table; their heads are method, address and body."""
    return read(TABLES[title], WHO, heads=3)


def every_line() -> list[Line]:
    """Return the rows of all tables."""
    return [line for title in TABLES for line in lines(title)]


def to_be_read(name: str) -> list[str]:
    """Return every address that answers a GET of this person; of others of the cast, every one.

    Not the secret addresses of Dmitri, which only he was given: they answer whoever has them.
    """
    return [
        line.heads[1]
        for line in every_line()
        if line.heads[0] == "GET"
        and line.cells.get(name, "200")[0] in "23"
        and ("{dmitris_" not in line.heads[1] or name == "dmitri")
    ]
