// What is no URL, without a base.

export const failures = {
    "no URL": [
        "", "x", "/x", "//h", "?q", "#f", "http", "http:", "http:/", "http://", "http:///", "http://?q", "http://#f",
        "http://:80", "http://u@", "http://u:p@/x", "http://@", "http://@/x", "https:", "ws://", "1x:y", "-x:y", "+:",
        ".:", "\u00e9:x", " :x", "x y:z", "ht tp://h",
    ],
    "a wrong port": [
        "http://h:x", "http://h:80x", "http://h:65536", "http://h:99999999999999999999", "http://h:-1",
        "http://h: 80", "http://h:8:9", "x://h:x", "x://:80", "http://h:%38", "http://[::1]:x",
    ],
    "a wrong host": [
        "http://a b", "http://a<b", "http://a>b", "http://a^b", "http://a|b", "http://a%b", "http://a%00b",
        "http://a%20b", "http://a%zz", "http://%", "http://a\u0000b", "http://a\u0001b", "http://a\u007fb",
        "http://[", "http://]", "http://a[b", "http://a]b", "http://[x]", "http://[::1", "http://::1]",
        "http://[::1]x", "http://x[::1]", "x://a b", "x://a<b", "x://a^b", "x://a|b", "x://[x]", "x://a[b]",
        "http://%5b", "http://a%2fb", "http://a%3ab", "http://a%40b", "http://a%23b", "http://\u00ad",
        "http://%c2%ad/", "http://%ff", "http://a\ufffdb", "http://a\u2028b", "file://a b", "file://C:x",
        "file://h:80/", "file://[1]/x", "file://%43%7c",
    ],
    "too long a host": [`http://${String.fromCharCode(...Array.from({ length: 5000 }, (_, at) => 0x4e00 + at))}/`],
    "a wrong IPv4 address": [
        "http://256.1.1.1/", "http://1.256.1.1/", "http://1.2.3.256/", "http://4294967296/", "http://0x100000000/",
        "http://1.2.3.4.5/", "http://1.2.3.4.5./", "http://1..2/", "http://09/", "http://08.1/", "http://1.2.3.08/",
        "http://0xg.1/", "http://a.1/", "http://a.0x1/", "http://x.09/", "http://foo.2.3/", "http://1.2.3.4.0x/",
        "http://\uff10\uff19/", "http://..1/", "http://99999999999999999999/",
    ],
    "a wrong IPv6 address": [
        "http://[:]/", "http://[:::]/", "http://[1]/", "http://[1:2]/", "http://[1:2:3:4:5:6:7]/",
        "http://[1:2:3:4:5:6:7:8:9]/", "http://[1::2::3]/", "http://[:1]/", "http://[1:]/", "http://[12345::]/",
        "http://[::g]/", "http://[::-1]/", "http://[::1%eth0]/", "http://[1:2:3:4:5:6:7:8::]/",
        "http://[::1:2:3:4:5:6:7:8]/", "http://[1.2.3.4]/", "http://[::1.2.3]/", "http://[::1.2.3.256]/",
        "http://[::1.2.3.4.5]/", "http://[::1.2.3.04]/", "http://[::1.2.3.]/", "http://[::1.2.3.x]/",
        "http://[1.2.3.4::]/", "http://[::1.2.3.4:5]/", "http://[1:2:3:4:5:6:7:1.2.3.4]/", "http://[ ::1]/",
        "http://[::1 ]/", "http://[0x1::]/", "http://[\uff11::]/",
    ],
};
