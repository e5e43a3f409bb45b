use super::*;

const ABOUT: &str = "# kind: news\n# site: a\n# script: hans\n";
const LINE: &str = "昨日，记者从市城建中心获悉，跨越解放路和青石河的两座人行天桥主体已经完工，正在安装栏杆和照明设备。";

fn messages(name: &str, files: &[(&str, String)]) -> Vec<String> {
    let folder = std::env::temp_dir().join(format!("parasift-check-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let checked = check(std::slice::from_ref(&folder)).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    checked.findings.into_iter().map(|finding| finding.message).collect()
}

#[test]
fn finds_each_kind_of_mistake() {
    let page = |text: &str| format!("{ABOUT}{text}");
    for (name, files, message) in [
        ("label", vec![("news/a.tsv", page("nvv\t首页\n"))], "unknown label \"nvv\""),
        ("empty", vec![("news/a.tsv", page(""))], "no paragraphs"),
        ("kind", vec![("other/a.tsv", page("nav\t首页\n"))], "kind \"news\" in the folder \"other\""),
        ("site", vec![("news/a.tsv", "# kind: news\n# script: hans\nnav\t首页\n".to_owned())], "no site"),
        ("script", vec![("news/a.tsv", page("nav\t首页\n").replace("hans", "simplified"))], "script \"simplified\""),
        ("markup", vec![("news/a.tsv", page("nav\t首页&nbsp;新闻\n"))], "leftover markup \"&nbsp;\""),
        (
            "contradiction",
            vec![
                ("news/a.tsv", page("nav\t一\nnav\t第二行字\nnav\t三\n")),
                ("news/b.tsv", page("nav\t一\nbody\t第二行字\nnav\t三\n")),
            ],
            "\"第二行字\" is body here and nav between the same lines",
        ),
        (
            "copy",
            vec![
                ("news/a.tsv", page(&format!("body\t{LINE}\n"))),
                ("news/b.tsv", page(&format!("nav\t首页\nbody\t{LINE}\n"))),
            ],
            "nearly the same body as",
        ),
        (
            "lines",
            vec![
                ("spam/a.tsv", "# use: inject\nspam\t广告\n".to_owned()),
                ("spam/b.tsv", "# use: inject\nspam\t广告\n".to_owned()),
            ],
            "stands in",
        ),
    ] {
        let found = messages(name, &files);
        assert!(found.len() == 1 && found[0].contains(message), "{name}: {found:?}");
    }
}

#[test]
fn shares_far_from_the_usual_are_found() {
    let mut files: Vec<(String, String)> = (0..6)
        .map(|n| (format!("news/{n}.tsv"), format!("{ABOUT}nav\t首页{n}\nnav\t新闻{n}\nnav\t体育{n}\n")))
        .collect();
    files.push(("news/x.tsv".to_owned(), format!("{ABOUT}body\t一\nbody\t二\n")));
    let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let found = messages("share", &files);
    assert_eq!(found, ["100 % of its paragraphs are body, usual for news are 0 %"]);
}

#[test]
fn good_data_is_clean() {
    let page = format!("{ABOUT}# markup: quoted\nnav\t首页\nbody\t用 <br> 换行。\n");
    assert_eq!(messages("clean", &[("news/a.tsv", page)]), [""; 0]);
}
