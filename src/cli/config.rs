//! Defaults of flags from a file.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use toml::{Table, Value};

use crate::error::{Error, ErrorKind, Result};

/// The flag and the variable that name a file; an empty variable names none.
pub(super) const FLAG: &str = "config";
pub(super) const VARIABLE: &str = "PARASIFT_CONFIG";

/// The arguments with what the user's file adds to them: the flags of the command that are not among them.
///
/// A file has a key for a flag, without its dashes: at the top for every command that knows the flag, in a table of the
/// command's name for that one alone.
///
/// # Errors
///
/// If a file that was named cannot be read, or has a key that is no flag, or a value that is none of a flag.
pub(super) fn with_defaults(command: &Command, matches: &ArgMatches, arguments: &[OsString]) -> Result<Vec<OsString>> {
    let Some(path) = path(matches) else { return Ok(arguments.to_vec()) };
    let text = std::fs::read_to_string(&path).map_err(|error| Error::io(error, &path))?;
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        Error::new(ErrorKind::Data, format!("not TOML: {}", error.message())).at(&path).on_line(line)
    })?;
    let Some((name, matches)) = matches.subcommand() else { return Ok(arguments.to_vec()) };
    let broken = |message: String| Error::new(ErrorKind::Data, message).at(&path);
    check(command, &table).map_err(broken)?;
    let Some(command) = command.find_subcommand(name) else { return Ok(arguments.to_vec()) };
    let mut all = arguments.to_vec();
    // Those of the command come first: the first one that is given is the one that counts.
    let own = table.get(name).and_then(Value::as_table);
    let mut given: Vec<&str> = Vec::new();
    for (key, value) in own.into_iter().flatten().chain(table.iter().filter(|(_, value)| !value.is_table())) {
        let Some(flag) = flag(command, key).filter(|flag| is_open(command, matches, flag)) else { continue };
        if !given.contains(&key.as_str()) {
            given.push(key);
            all.extend(argument(flag, value).map_err(|message| broken(format!("{key}: {message}")))?);
        }
    }
    Ok(all)
}

/// The file: the one that is named, or the user's own if there is one.
fn path(matches: &ArgMatches) -> Option<PathBuf> {
    let named = matches.try_get_one::<PathBuf>(FLAG).ok().flatten().cloned();
    let variable = std::env::var_os(VARIABLE).map(PathBuf::from);
    if let Some(path) = named.or(variable) {
        return Some(path).filter(|path| !path.as_os_str().is_empty());
    }
    let home = |variable: &str| std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = home("XDG_CONFIG_HOME").or_else(|| Some(home("HOME")?.join(".config")))?;
    Some(folder.join("parasift").join("config.toml")).filter(|path| path.is_file())
}

/// Whether all keys are flags: those of a table of its command, those at the top of any.
fn check(command: &Command, table: &Table) -> std::result::Result<(), String> {
    for (key, value) in table {
        let Value::Table(own) = value else {
            if command.get_subcommands().all(|command| flag(command, key).is_none()) {
                return Err(format!("{key:?} is no flag of any command; see parasift COMMAND --help"));
            }
            continue;
        };
        let Some(command) = command.find_subcommand(key) else {
            return Err(format!("[{key}] is no command; see parasift --help"));
        };
        if let Some(unknown) = own.keys().find(|key| flag(command, key).is_none()) {
            return Err(format!("{unknown:?} is no flag of parasift {key}; see parasift {key} --help"));
        }
    }
    Ok(())
}

fn flag<'c>(command: &'c Command, name: &str) -> Option<&'c Arg> {
    command.get_arguments().find(|flag| flag.get_long() == Some(name) && name != FLAG)
}

/// Whether the user said nothing that decides about a flag.
fn is_open(command: &Command, matches: &ArgMatches, flag: &Arg) -> bool {
    let mut given = command
        .get_arguments()
        .filter(|given| matches.value_source(given.get_id().as_str()) == Some(ValueSource::CommandLine));
    let conflicts = |one: &Arg, other: &Arg| command.get_arg_conflicts_with(one).contains(&other);
    given.all(|given| given.get_id() != flag.get_id() && !conflicts(given, flag) && !conflicts(flag, given))
}

/// A flag as it would be written on the command line.
fn argument(flag: &Arg, value: &Value) -> std::result::Result<Vec<OsString>, String> {
    let name = format!("--{}", flag.get_long().unwrap_or_default());
    if matches!(flag.get_action(), ArgAction::SetTrue) {
        let is_set = value.as_bool().ok_or_else(|| format!("true or false is wanted, not {value}"))?;
        return Ok(if is_set { vec![name.into()] } else { Vec::new() });
    }
    let one = |value: &Value| match value {
        Value::String(text) => Ok(format!("{name}={text}").into()),
        Value::Integer(_) | Value::Float(_) => Ok(format!("{name}={value}").into()),
        other => Err(format!("a string, a number or a list of them is wanted, not {other}")),
    };
    match value {
        Value::Array(values) => values.iter().map(one).collect(),
        value => Ok(vec![one(value)?]),
    }
}
