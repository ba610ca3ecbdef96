"""Signs or verifies with PyJWT what comes as a JSON list on standard input, and prints the answers as a JSON list.

`sign`: a case is {claims, headers}, an answer a token. `verify`: a case is a token, an answer [claims, header].
The keys come as PEM in KEY and PUBLIC_KEY.
"""

import json
import os
import sys

import jwt


def sign(case):
    return jwt.encode(case["claims"], os.environ["KEY"], algorithm="RS256", headers=case["headers"])


def verify(token):
    # The audience is compared by the caller, with everything else.
    claims = jwt.decode(
        token, os.environ["PUBLIC_KEY"], algorithms=["RS256"], options={"verify_aud": False, "require": ["exp", "sub"]}
    )
    return [claims, jwt.get_unverified_header(token)]


answer = {"sign": sign, "verify": verify}[sys.argv[1]]
json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
