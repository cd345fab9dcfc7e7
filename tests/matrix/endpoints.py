"""Who gets what at which address: every cell is written by hand, with what HTTP answers.

`door` is a redirect to the sign-in. Of a request that may change something, a number below 400
means that something changed; with `=` behind it, that nothing did: the answer is a page, a
redirect with a message, or lies outside the tables. Whatever is refused changes nothing, and a GET
changes nothing but the lease of who reads along. A 404 says what is said where nothing has ever been.
"""

from tests.matrix.scene import WHO
from tests.matrix.tables import Line, read

#   method address                                body                 anon eve  frank dmitri clara boris ada
TABLES = {
    "the front": """
    GET   /                                       -                    200  200  200   200    200   200   200
    GET   /desk/                                  -                    404  404  404   404    404   404   200
    GET   /robots.txt                             -                    200  200  200   200    200   200   200
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
    POST  /g/environment/agree/                   listed               door 404  404   302    404   302   404
    GET   /g/environment/meetings/new/            -                    door 404  404   404    404   200   200
    POST  /g/environment/meetings/new/            hours                door 404  404   404    404   200=  200=
    POST  /g/environment/meetings/new/            new_meeting          door 404  404   404    404   302   302
    GET   /g/environment/meetings/{meeting}/      -                    door 404  404   404    404   404   404
    GET   /g/environment/meetings/{coming}/       -                    door 404  404   404    404   200   200
    POST  /g/environment/meetings/{coming}/       other_hours          door 404  404   404    404   302   302
    POST  /g/environment/meetings/{coming}/cancel/ -                   door 404  404   404    404   302   302
    POST  /g/environment/meetings/{workshop}/cancel/ -                 door 404  404   404    404   404   404
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
    GET   /g/environment/apply/                                          -                    door  200   200   302   200   302   200
    POST  /g/environment/apply/                                          application_note     door  422   422   302=  422   302=  422
    POST  /g/environment/apply/withdraw/                                 eves_application     door  302   404   404   404   404   404
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
    GET   /s/{plenary}/audit/                     -                    door 404  404   404    404   200   200
    GET   /s/{retreat}/audit/                     -                    door 404  404   404    404   404   200
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
    "records": """
    GET   /s/{plenary}/record/                    -                    200  200  200   200    200   200   200
    GET   /s/{retreat}/record/                    -                    404  404  404   404    200   404   200
    GET   /s/{meeting}/record/                    -                    404  404  404   200    404   200   200
    GET   /c/forum/proceedings/                   -                    200  200  200   200    200   200   200
    GET   /c/closed/proceedings/                  -                    404  404  404   404    200   404   200
    GET   /api/v1/sessions/{plenary}/record/      -                    200  200  200   200    200   200   200
    GET   /api/v1/sessions/{retreat}/record/      -                    401  404  404   404    200   404   200
    GET   /api/v1/sessions/{meeting}/record/      -                    401  404  404   200    404   200   200
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
