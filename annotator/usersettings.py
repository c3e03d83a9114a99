"""One user's own settings, in the platform's configuration folder; the same in every project."""

import os
from pathlib import Path

from annotator.errors import AnnotatorError
from annotator.settings import changed_settings, line_of, parse_settings, read_settings_file
from annotator.special import refuse_special
from schemas import UserSettings

_NEW = "# Annotator: your own settings, in every project. `annotator settings` lists them all.\n"
_LOCK_SECONDS = 5


def user_settings_file() -> Path:
    """Where the settings are, or will be; the folder heeds XDG_CONFIG_HOME."""
    import platformdirs

    return platformdirs.user_config_path("annotator", appauthor=False) / "settings.toml"


def load_user_settings() -> UserSettings:
    """Read the user's settings; without a file, all have their defaults.

    Raises `AnnotatorError` with file, line and the nearest known name when something in it is wrong.
    """
    path = user_settings_file()
    return read_settings_file(path, UserSettings) if path.exists() else UserSettings()


def place_of_setting(name: str) -> str:
    """Where a setting or an entry of a table stands, e.g. `settings.toml, line 3` with the whole path."""
    path = user_settings_file()
    try:
        return f"{path}{line_of(path.read_bytes().decode('utf-8-sig'), name)}"
    except (OSError, UnicodeDecodeError):
        return str(path)


def save_user_settings(**changes: object) -> UserSettings:
    """Write some settings and give all as they are then; comments and the order of the file stay.

    The file is read again under a lock first, so that two programs lose nothing of each other's, and replaced
    in one step. A table (`keys`) is replaced as a whole. Raises `AnnotatorError` when a value is not allowed
    or the file cannot be read or written; it is then as it was.
    """
    from filelock import FileLock, Timeout

    from annotator.store import write_durably
    from annotator.store.durable import make_folder_durably, reason

    # A link, as collections of settings are often kept, goes on being one; one that leads nowhere does not.
    path = Path(os.path.realpath(user_settings_file()))
    refuse_special(path)
    make_folder_durably(path.parent)
    try:
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_LOCK_SECONDS):
            text = path.read_bytes().decode("utf-8-sig") if path.exists() else _NEW
            parse_settings(text, UserSettings, path)
            changed = changed_settings(text, changes)
            settings = parse_settings(changed, UserSettings, path)
            write_durably(path, changed.encode())
            return settings
    except Timeout as error:
        raise AnnotatorError(f"{path} was not saved: another program keeps it locked; try again") from error
    except UnicodeDecodeError as error:
        raise AnnotatorError(f"{path}: cannot be read: {error}") from error
    except UnicodeEncodeError as error:
        wrong = error.object[error.start]
        raise AnnotatorError(f"{path} was not saved: {wrong!a} is no character") from error
    except OSError as error:
        raise AnnotatorError(f"{path} was not saved: {reason(error)}") from error
