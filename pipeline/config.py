"""Typed settings: defaults, then a file, then the environment, then the command line.

Unknown keys are refused at every level.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from pipeline.base_weights import BaseWeights
from pipeline.errors import ConfigurationError
from pipeline.schema import BriefLimits, InspectorateProfile
from pipeline.sources import FetchLimits, ReadLimits, Source

__all__ = [
    "Settings",
    "load_base_weights",
    "load_profiles",
    "load_settings",
    "project_folder",
    "read_yaml",
    "repeated_keys",
]


_ENVIRONMENT = "INSPECTION_BRIEFS__"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader in C, where PyYAML was built with it: ten times as fast."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelSettings(_Section):
    """Folders of the models."""

    tagger: Path
    writer: Path
    support: Path
    base: Path
    base_weights: Path


class InspectorateSettings(_Section):
    """Where the inspectorates are described."""

    folder: Path


class BatchSettings(_Section):
    """What ``run`` reads, and where it writes."""

    sources: tuple[Source, ...]
    output: Path


class WebhookSettings(_Section):
    """The run report, posted as JSON; the address stands in the environment."""

    timeout_seconds: float = Field(gt=0)


_Address = Annotated[str, Field(pattern=r"^[^@\s,<>]+@[^@\s,<>]+$")]


class MailSettings(_Section):
    """A digest of new briefs; user and password stand in the environment."""

    to: tuple[_Address, ...]
    sender: _Address
    host: str
    port: int = Field(gt=0, lt=65536)
    security: Literal["starttls", "tls", "none"]
    timeout_seconds: float = Field(gt=0)
    briefs_url: str | None = Field(pattern=r"^https?://")


class NotificationSettings(_Section):
    """Who is told of a run."""

    webhook: WebhookSettings
    mail: MailSettings


class StorageSettings(_Section):
    """Where results are kept between runs, and what a second run at once does."""

    url: str
    when_busy: Literal["wait", "leave"]


class RuntimeSettings(_Section):
    """What the machine lends."""

    threads: int | None = Field(default=None, gt=0)


class Settings(BaseSettings):
    """All settings; each is explained in ``configs/default.yaml``."""

    model_config = SettingsConfigDict(
        env_prefix=_ENVIRONMENT,
        env_nested_delimiter="__",
        env_parse_none_str="null",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    models: ModelSettings
    inspectorates: InspectorateSettings
    ingestion: ReadLimits
    fetch: FetchLimits
    brief: BriefLimits
    batch: BatchSettings
    notifications: NotificationSettings
    storage: StorageSettings
    runtime: RuntimeSettings

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the values that were read from files."""
        return env_settings, init_settings


def project_folder() -> Path:
    """The folder that holds ``configs`` and ``models``: the checkout, or the current folder."""
    checkout = Path(__file__).resolve().parents[1]
    return checkout if (checkout / "configs").is_dir() else Path.cwd()


def load_settings(file: Path | None = None) -> Settings:
    """Read the settings.

    Args:
        file: a YAML file whose settings override ``configs/default.yaml``.

    Raises:
        ConfigurationError: a file cannot be read, a key is unknown, a value of the wrong kind.
    """
    _check_environment()
    values = read_yaml(project_folder() / "configs" / "default.yaml")
    if file is not None:
        values = _merge(values, read_yaml(file))
    try:
        return Settings(**values)
    except ValidationError as error:
        where = f"{file} or the environment" if file else "the settings or the environment"
        raise _explain(error, where) from error
    except SettingsError as error:
        raise ConfigurationError(
            f"The environment: {error}; expected JSON for a list or a whole section, such as "
            f"""{_ENVIRONMENT}BATCH__SOURCES='["articles"]'."""
        ) from error


def _check_environment() -> None:
    unknown = sorted(
        name
        for name in os.environ
        if name.upper().startswith(_ENVIRONMENT)
        and name[len(_ENVIRONMENT) :].lower().split("__")[0] not in Settings.model_fields
    )
    if unknown:
        raise ConfigurationError(
            f"The environment sets {', '.join(unknown)}, which is no setting; expected one of the "
            f"sections {', '.join(Settings.model_fields)}. Unset it, or correct its name."
        )


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file that holds a mapping.

    Raises:
        ConfigurationError: it cannot be read, or holds something else.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except OSError as error:
        raise ConfigurationError(
            f"Cannot read the configuration {path}: {error.strerror}. Give the path of a file."
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is not valid YAML: {error}") from error
    if not isinstance(content, dict):
        raise ConfigurationError(
            f"{path} holds {type(content).__name__}, expected settings as `name: value` lines"
        )
    return content


def repeated_keys(path: Path) -> list[str]:
    """The keys that stand more than once in one section of a YAML file."""
    found: list[str] = []

    def look(node: yaml.Node | None) -> None:
        if isinstance(node, yaml.MappingNode):
            keys = [str(key.value).casefold() for key, _ in node.value]
            found.extend(key for key in dict.fromkeys(keys) if keys.count(key) > 1)
            for _, value in node.value:
                look(value)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                look(item)

    look(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader))
    return found


def load_profiles(folder: Path) -> tuple[InspectorateProfile, ...]:
    """Read the descriptions of all inspectorates, in the order of their file names.

    Raises:
        ConfigurationError: there is none, or one breaks the schema.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise ConfigurationError(
            f"Found no inspectorate in {folder}, expected at least one *.yaml file. Correct "
            "inspectorates.folder in the configuration."
        )
    profiles = []
    for path in paths:
        try:
            profiles.append(InspectorateProfile.model_validate(read_yaml(path)))
        except ValidationError as error:
            raise _explain(error, path) from error
    return tuple(profiles)


def load_base_weights(path: Path) -> dict[str, BaseWeights]:
    """Read where base weights come from, by role (encoder, writer).

    Raises:
        ConfigurationError: the file cannot be read or breaks the schema.
    """
    try:
        return {role: BaseWeights.model_validate(spec) for role, spec in read_yaml(path).items()}
    except ValidationError as error:
        raise _explain(error, path) from error


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in over.items():
        old = merged.get(name)
        merged[name] = (
            _merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
        )
    return merged


def _explain(error: ValidationError, where: object) -> ConfigurationError:
    problem = error.errors()[0]
    name = ".".join(map(str, problem["loc"])) or "the whole file"
    message = "no such setting" if problem["type"] == "extra_forbidden" else problem["msg"]
    return ConfigurationError(
        f"{where}: {name}: {message}; found {str(problem.get('input'))[:60]!r}. "
        "configs/default.yaml explains every setting."
    )
